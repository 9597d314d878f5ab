//! Methods, measures and pictures, one after the other: each picture is shown to the network once, each method explains it,
//! each measure looks at the map. What is found goes out as it is found, so that whoever keeps it loses little.

use super::{Error, Journal, Measure, Needs, Record, Result, Stages, Trial, funny_birds::Animal};
use crate::{
    attribution::{self, Method, Request},
    control::Control,
    data::{Dataset, ItemId},
    methods::{Domain, Value},
    network::{Answer, Class, Device, Engine, Keep, Target, Tensor},
    picture::{Picture, Preprocessing},
    words::{Words, trust},
};

/// What is studied.
pub struct Study<'a> {
    /// The network.
    pub engine: &'a Engine,
    /// How pictures are prepared for it.
    pub preprocessing: &'a Preprocessing,
    /// The pictures.
    pub dataset: &'a Dataset,
    /// The network's class for each of the data set's; empty where the data set has none.
    pub classes: &'a [usize],
    /// The methods.
    pub methods: &'a [&'static Method],
    /// The measures.
    pub measures: &'a [&'static Measure],
    /// Pictures, from the first one on.
    pub count: usize,
    /// Pictures for measures that run the method again.
    pub reruns: usize,
    /// The network, randomised, for measures that look at it.
    pub stages: Option<Stages>,
    /// A network that learned shuffled labels.
    pub shuffled: Option<&'a Engine>,
    /// Other pictures, prepared, for methods that compare with some.
    pub references: Option<Tensor>,
}

/// A picture, ready to be explained.
struct Case {
    picture: Picture,
    input: Tensor,
    target: Target,
    mask: Option<Vec<f32>>,
    animal: Option<Animal>,
}

impl Study<'_> {
    /// Goes through what the journal does not hold yet.
    ///
    /// # Errors
    /// Cancellation, a journal that cannot be written, or when not a single picture can be judged.
    pub fn run(&self, journal: &mut Journal, control: &Control) -> Result<()> {
        let count = self.count.min(self.dataset.len());
        let (mut unreadable, mut first) = (0, None);
        for item in 0..count {
            let open: Vec<&&Method> = self.methods.iter().filter(|method| !journal.has(item, method.id)).collect();
            if open.is_empty() {
                continue;
            }
            let case = match self.case(ItemId(item), control) {
                Ok(case) => case,
                Err(Error::Data(problem)) => {
                    unreadable += 1;
                    first.get_or_insert(problem.to_string());
                    continue;
                }
                Err(other) => return Err(other),
            };
            let all = self.methods.len();
            for (place, method) in open.iter().enumerate() {
                let done = item * all + all - open.len() + place;
                control.step(done, count * all, &trust::pictures(item, count))?;
                journal.add(self.judge(item, &case, method, control)?)?;
            }
        }
        match first {
            Some(first) if unreadable == count => Err(Error::Nothing { count, first }),
            _ => Ok(()),
        }
    }

    /// Reads a picture and asks what it is.
    fn case(&self, item: ItemId, control: &Control) -> Result<Case> {
        let picture = self.dataset.picture(item)?;
        let [height, width] = self.preprocessing.size;
        let values = self.preprocessing.apply(&picture);
        let input = Tensor::from_vec(values, (1, self.preprocessing.channels(), height, width), &Device::Cpu)?;
        let known = self.dataset.item(item).and_then(|item| self.classes.get(item.class?).copied());
        let class = match known {
            Some(class) => Class(class),
            None => {
                let scores = self.engine.network().scores();
                let pass = self.engine.forward(&input, &Keep::Only(vec![scores]), &Control::default())?;
                Answer::new(self.engine.scores(&pass)?.concat()).best().unwrap_or_default()
            }
        };
        let mask = self.dataset.object(item)?.map(|mask| {
            let seen = self.preprocessing.visible(&mask);
            seen.pixels.chunks_exact(3).map(|pixel| f32::from(pixel[0]) / 255.0).collect()
        });
        let asks_for_animals = self.measures.iter().any(|measure| measure.needs == Needs::Animal);
        let animal = match self.dataset.animal(item).filter(|_| asks_for_animals) {
            Some(animal) => Animal::ask(animal, (self.engine, self.preprocessing, self.classes), &control.silent())?,
            None => None,
        };
        Ok(Case { picture, input, target: Target::Class(class), mask, animal })
    }

    /// What the measures say of a method on a picture.
    fn judge(&self, item: usize, case: &Case, method: &'static Method, control: &Control) -> Result<Record> {
        let references = || self.references.clone();
        let truth = || case.mask.clone();
        let mut request = Request {
            preprocessing: Some(self.preprocessing),
            picture: Some(&case.picture),
            references: Some(&references),
            truth: Some(&truth),
            ..Request::new(self.engine, &case.input, case.target.clone())
        };
        // Chance is another one for each picture, or its error would not shrink with their number.
        if let Some(seed) = method.parameters.iter().find(|parameter| parameter.id == "seed")
            && matches!(seed.domain, Domain::Whole(_))
        {
            request.parameters.set(seed.id, Value::Whole(item as i64));
        }
        let mut record = Record { item, method: method.id.to_owned(), values: Vec::new(), problem: None, parts: None };
        let map = match method.run(&request, &control.silent(), &mut |_| {}) {
            Ok(map) => map,
            Err(attribution::Error::NotApplicable(reason)) => {
                record.problem = Some(Words::ENGLISH.say(&reason.phrase()));
                return Ok(record);
            }
            Err(attribution::Error::NothingToLose) => {
                record.problem = Some(attribution::Error::NothingToLose.to_string());
                return Ok(record);
            }
            Err(other) => return Err(other.into()),
        };
        let mut trial = Trial::new(method, &request, &map, self.preprocessing.size);
        (trial.mask, trial.animal) = (case.mask.as_deref(), case.animal.as_ref());
        (trial.stages, trial.shuffled) = (self.stages.as_ref(), self.shuffled);
        for measure in self.measures {
            if measure.needs.runs_again() && item >= self.reruns {
                continue;
            }
            let value = match measure.of(&trial, control) {
                // A randomised network may leave a method nothing to share out: that is no verdict on the method.
                Err(Error::Attribution(attribution::Error::NothingToLose | attribution::Error::NotApplicable(_))) => None,
                other => other?,
            };
            record.values.push((measure.id.to_owned(), value.filter(|value| value.is_finite())));
        }
        record.parts = trial.parts();
        Ok(record)
    }
}
