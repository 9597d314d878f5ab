//! A painter for the tests' pictures of the window: egui's triangles on the processor, the same pixels on every machine, with no
//! driver
//! in between. Blends as egui's own painters do: premultiplied, in gamma space, without mipmaps.

use std::collections::HashMap;

use egui::{
    Color32, Context, FullOutput, ImageData, Mesh, Rect, TextureFilter, TextureId, TextureOptions, TexturesDelta,
    epaint::{ClippedPrimitive, Primitive, Vertex},
};
use egui_kittest::TestRenderer;
use image::RgbaImage;

/// Parts of a pixel: edges are compared in whole numbers, so that two triangles never paint their common edge twice.
const FINE: f32 = 256.0;

struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
    options: TextureOptions,
}

impl Texture {
    fn at(&self, x: isize, y: isize) -> [f32; 4] {
        let inside = |place: isize, side: usize| place.clamp(0, side as isize - 1) as usize;
        let pixel = self.pixels[inside(y, self.size[1]) * self.size[0] + inside(x, self.size[0])];
        pixel.to_array().map(f32::from)
    }

    /// The colour at a place between 0 and 1.
    fn sample(&self, uv: [f32; 2], filter: TextureFilter) -> [f32; 4] {
        let [x, y] = [uv[0] * self.size[0] as f32, uv[1] * self.size[1] as f32];
        if filter == TextureFilter::Nearest {
            return self.at(x.floor() as isize, y.floor() as isize);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right_part, lower_part) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let mix = |a: [f32; 4], b: [f32; 4], part: f32| std::array::from_fn(|i| a[i] + (b[i] - a[i]) * part);
        let upper: [f32; 4] = mix(self.at(left, top), self.at(left + 1, top), right_part);
        mix(upper, mix(self.at(left, top + 1), self.at(left + 1, top + 1), right_part), lower_part)
    }
}

/// The painter with what it was given to paint with.
#[derive(Default)]
pub struct Painter {
    textures: HashMap<TextureId, Texture>,
}

impl TestRenderer for Painter {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                let Some([left, top]) = change.pos else {
                    let texture = Texture { size: image.size, pixels: image.pixels.clone(), options: change.options };
                    self.textures.insert(id, texture);
                    continue;
                };
                let texture = self.textures.get_mut(&id).expect("a part of a texture that is there");
                for (row, pixels) in image.pixels.chunks_exact(image.size[0]).enumerate() {
                    let begin = (top + row) * texture.size[0] + left;
                    texture.pixels[begin..begin + pixels.len()].copy_from_slice(pixels);
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let mut sheet = Sheet::new(size.x.round() as usize, size.y.round() as usize);
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = primitive else { return Err("a paint callback needs a graphics card".to_owned()) };
            let texture = self.textures.get(&mesh.texture_id).ok_or_else(|| format!("no texture {:?}", mesh.texture_id))?;
            sheet.mesh(&mesh, texture, clip_rect, scale);
        }
        Ok(sheet.picture())
    }
}

/// The pixels that are painted on: red, green, blue, each 0 to 255. The window is opaque.
struct Sheet {
    size: [usize; 2],
    pixels: Vec<[f32; 3]>,
}

impl Sheet {
    fn new(width: usize, height: usize) -> Self {
        Self { size: [width, height], pixels: vec![[0.0; 3]; width * height] }
    }

    fn picture(&self) -> RgbaImage {
        let [width, height] = self.size.map(|side| side as u32);
        let bytes = self.pixels.iter().flat_map(|pixel| {
            let [red, green, blue] = pixel.map(|value| value.round().clamp(0.0, 255.0) as u8);
            [red, green, blue, 255]
        });
        RgbaImage::from_raw(width, height, bytes.collect()).expect("as many bytes as pixels need")
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, scale: f32) {
        let bound = |place: f32, side: usize| (place * scale).round().clamp(0.0, side as f32) as i64;
        let [width, height] = self.size;
        let clip = [bound(clip.min.x, width), bound(clip.min.y, height), bound(clip.max.x, width), bound(clip.max.y, height)];
        for triangle in mesh.indices.as_chunks::<3>().0 {
            let corners = triangle.map(|index| mesh.vertices[index as usize]);
            self.triangle(corners, texture, clip, scale);
        }
    }

    fn triangle(&mut self, mut corners: [Vertex; 3], texture: &Texture, clip: [i64; 4], scale: f32) {
        let place = |corner: &Vertex| [corner.pos.x, corner.pos.y].map(|side| (side * scale * FINE).round() as i64);
        let mut places = [place(&corners[0]), place(&corners[1]), place(&corners[2])];
        let mut twice_area = edge(places[0], places[1], places[2]);
        if twice_area == 0 {
            return;
        }
        if twice_area < 0 {
            corners.swap(1, 2);
            places.swap(1, 2);
            twice_area = -twice_area;
        }
        let fine = FINE as i64;
        let range = |axis: usize| {
            let low = places.iter().map(|place| place[axis]).min().unwrap_or_default().div_euclid(fine);
            let high = places.iter().map(|place| place[axis]).max().unwrap_or_default().div_euclid(fine) + 1;
            low.max(clip[axis])..high.min(clip[axis + 2])
        };
        let filter = filter(&corners, texture, scale);
        for y in range(1) {
            for x in range(0) {
                let centre = [x * fine + fine / 2, y * fine + fine / 2];
                let shares = [[1, 2], [2, 0], [0, 1]].map(|[from, to]| {
                    let share = edge(places[from], places[to], centre);
                    // What lies on an edge belongs to the triangle right of it or below it.
                    let [along, down] = [places[to][0] - places[from][0], places[to][1] - places[from][1]];
                    let belongs = share > 0 || share == 0 && (down < 0 || down == 0 && along > 0);
                    belongs.then_some(share as f32 / twice_area as f32)
                });
                if let [Some(first), Some(second), Some(third)] = shares {
                    let colour = colour(&corners, [first, second, third], texture, filter);
                    self.blend(x as usize, y as usize, colour);
                }
            }
        }
    }

    fn blend(&mut self, x: usize, y: usize, [red, green, blue, alpha]: [f32; 4]) {
        let pixel = &mut self.pixels[y * self.size[0] + x];
        let rest = 1.0 - alpha / 255.0;
        *pixel = [pixel[0] * rest + red, pixel[1] * rest + green, pixel[2] * rest + blue];
    }
}

/// Twice the area of a triangle; positive if its corners go round as the hands of a clock do.
fn edge(a: [i64; 2], b: [i64; 2], c: [i64; 2]) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Enlarged or shrunk, by the lengths of the triangle's sides in pixels of both.
fn filter(corners: &[Vertex; 3], texture: &Texture, scale: f32) -> TextureFilter {
    let [width, height] = texture.size.map(|side| side as f32);
    let mut lengths = [0.0f32; 2];
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        let (from, to) = (&corners[from], &corners[to]);
        lengths[0] += ((to.uv.x - from.uv.x) * width).hypot((to.uv.y - from.uv.y) * height);
        lengths[1] += (to.pos - from.pos).length() * scale;
    }
    if lengths[0] > lengths[1] { texture.options.minification } else { texture.options.magnification }
}

fn colour(corners: &[Vertex; 3], shares: [f32; 3], texture: &Texture, filter: TextureFilter) -> [f32; 4] {
    let mixed = |value: fn(&Vertex) -> f32| corners.iter().zip(shares).map(|(corner, share)| value(corner) * share).sum::<f32>();
    let texel = texture.sample([mixed(|corner| corner.uv.x), mixed(|corner| corner.uv.y)], filter);
    let own: [fn(&Vertex) -> f32; 4] = [
        |corner| f32::from(corner.color.r()),
        |corner| f32::from(corner.color.g()),
        |corner| f32::from(corner.color.b()),
        |corner| f32::from(corner.color.a()),
    ];
    std::array::from_fn(|part| texel[part] * mixed(own[part]) / 255.0)
}

#[test]
fn a_square_of_two_triangles_is_painted_once_and_shows_its_texture() {
    let vertex = |x: f32, y: f32| Vertex {
        pos: egui::pos2(x * 4.0, y * 4.0),
        uv: egui::pos2(x, y),
        color: Color32::WHITE.gamma_multiply(128.0 / 255.0),
    };
    let mesh = Mesh {
        indices: vec![0, 1, 2, 2, 1, 3],
        vertices: vec![vertex(0.0, 0.0), vertex(1.0, 0.0), vertex(0.0, 1.0), vertex(1.0, 1.0)],
        texture_id: TextureId::default(),
    };
    let texture = Texture { size: [2, 1], pixels: vec![Color32::WHITE, Color32::BLACK], options: TextureOptions::NEAREST };
    let mut sheet = Sheet::new(6, 4);
    sheet.mesh(&mesh, &texture, Rect::from_min_max(egui::pos2(0.0, 1.0), egui::pos2(6.0, 4.0)), 1.0);
    let row = |y: u32| (0..6).map(|x| sheet.picture().get_pixel(x, y).0[0]).collect::<Vec<_>>();
    assert_eq!(row(0), [0; 6], "it was clipped");
    assert_eq!(row(1), [128, 128, 0, 0, 0, 0], "half of white, once");
    assert_eq!(row(3), row(1));
}
