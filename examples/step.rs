use candle_core::{Device, Tensor};
use convscope::network::{ops::*, training::*, *};
struct D {
    b: NetworkBuilder,
    s: u64,
}
impl D {
    fn c(&mut self, n: &str, d: &[usize], lo: f32, hi: f32) -> NodeId {
        let k: usize = d.iter().product();
        let v: Vec<f32> = (0..k)
            .map(|_| {
                self.s = self.s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                lo + (hi - lo) * ((self.s >> 40) as f32 / (1 << 24) as f32)
            })
            .collect();
        self.b.constant(n, Tensor::from_vec(v, d, &Device::Cpu).unwrap())
    }
    fn conv(&mut self, n: &str, x: NodeId, o: usize, relu: bool) -> NodeId {
        let i = self.b.shape(x)[1];
        let w = self.c(&format!("{n}.weight"), &[o, i, 3, 3], -0.1, 0.1);
        let x = self
            .b
            .node(
                n,
                Operator::Convolution(Convolution {
                    kernel: [3, 3],
                    stride: [1, 1],
                    dilation: [1, 1],
                    pads: Pads::all(1),
                    groups: 1,
                }),
                &[x, w],
            )
            .unwrap();
        let ps: Vec<NodeId> = vec![
            self.c(&format!("{n}.bn.weight"), &[o], 1., 1.),
            self.c(&format!("{n}.bn.bias"), &[o], 0., 0.),
            self.c(&format!("{n}.bn.m"), &[o], 0., 0.),
            self.c(&format!("{n}.bn.v"), &[o], 1., 1.),
        ];
        let x = self
            .b
            .node(
                &format!("{n}.bn"),
                Operator::BatchNormalization(BatchNormalization { epsilon: 1e-5 }),
                &[x, ps[0], ps[1], ps[2], ps[3]],
            )
            .unwrap();
        if relu { self.relu(&format!("{n}.relu"), x) } else { x }
    }
    fn relu(&mut self, n: &str, x: NodeId) -> NodeId {
        self.b.node(n, Operator::Activation(Activation::Relu), &[x]).unwrap()
    }
    fn pool(&mut self, n: &str, x: NodeId) -> NodeId {
        self.b
            .node(
                n,
                Operator::MaxPool(MaxPool { kernel: [2, 2], stride: [2, 2], dilation: [1, 1], pads: Pads::all(0), ceil: false }),
                &[x],
            )
            .unwrap()
    }
    fn res(&mut self, n: &str, x: NodeId) -> NodeId {
        let o = self.b.shape(x)[1];
        let a = self.conv(&format!("{n}.1"), x, o, true);
        let a = self.conv(&format!("{n}.2"), a, o, false);
        let s = self.b.node(&format!("{n}.add"), Operator::Arithmetic(Arithmetic::Add), &[x, a]).unwrap();
        self.relu(&format!("{n}.relu"), s)
    }
}
fn main() {
    let batch: usize = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(64);
    let steps: usize = std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(20);
    let mut d = D { b: NetworkBuilder::new(), s: 3 };
    let i = d.b.input("input", &[1, 3, 32, 32]);
    let [w0, w1, w2, w3] = [32, 48, 96, 160];
    let x = d.conv("c1", i, w0, true);
    let x = d.conv("c2", x, w1, true);
    let x = d.pool("p1", x);
    let x = d.res("r1", x);
    let x = d.pool("p2", x);
    let x = d.conv("c3", x, w2, true);
    let x = d.res("r2", x);
    let x = d.pool("p3", x);
    let x = d.conv("c4", x, w3, true);
    let x = d.res("r3", x);
    let x = d.b.node("gap", Operator::Reduce(Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: true }), &[x]).unwrap();
    let x = d.b.node("flat", Operator::Reshape(Reshape { target: vec![0, -1] }), &[x]).unwrap();
    let w = d.c("fc.weight", &[10, w3], -0.1, 0.1);
    let b = d.c("fc.bias", &[10], 0., 0.);
    let x = d.b.node("fc", Operator::Linear(Linear), &[x, w, b]).unwrap();
    let n = d.b.finish(i, &[x]).unwrap();
    let mut e = TrainingEngine::new(&n).unwrap();
    let input: Vec<f32> = (0..batch * 3 * 1024).map(|i| ((i * 7919) % 1000) as f32 / 500.0 - 1.0).collect();
    let mut t = vec![];
    for _ in 0..steps {
        let s = std::time::Instant::now();
        e.step(
            &input,
            batch,
            &mut |s, g| {
                for (g, s) in g.iter_mut().zip(s) {
                    *g = (s - 0.1) / 64.0;
                }
            },
            &Control::default(),
        )
        .unwrap();
        t.push(s.elapsed().as_secs_f64() * 1e3);
    }
    t.sort_by(f64::total_cmp);
    println!("median {:.1} ms min {:.1}", t[t.len() / 2], t[0]);
}
