//! A training that is watched: it runs on a job's thread, step by step, and hands out what the window shows.
//!
//! A [`Session`] outlives its jobs: pausing ends the job and leaves the trainer where it is, going on starts another one.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    dials::{Dials, Setting, locked},
    look::Look,
    record::{Measured, Record},
    shortcut::is_cued,
};
use crate::{
    app::{
        desk::{Conduct, Question, Reporter},
        ids::{ErrandId, SessionId},
    },
    control::{Cancel, Control},
    training::{Evaluation, Examples, Recipe, Trainer},
    words::{Phrase, training as say, trust},
};

/// How long slow motion waits after a step.
const SLOWLY: Duration = Duration::from_millis(700);
/// Held-out pictures are asked after every epoch, and after so long at the latest.
const LONG_AGO: Duration = Duration::from_secs(20);
/// The network so far is looked at no more often than this.
const LOOK: Duration = Duration::from_millis(300);
/// Looking takes no more than one part in so many of the time.
const LOOKING_SHARE: u32 = 8;

/// How far a job trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Until the last epoch is done.
    ToTheEnd,
    /// So many steps.
    Steps(usize),
}

/// Trains on for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingRun {
    /// The training.
    pub session: SessionId,
    /// Different for every time.
    pub run: ErrandId,
    /// How far.
    pub way: Way,
}

impl Question for TrainingRun {
    type Answer = TrainingView;
    type Given = Arc<Session>;
    type Error = Phrase;

    /// It steps aside for whatever is clicked. Pausing is its own: a step is not left half done.
    const CONDUCT: Conduct = Conduct { can_pause: false, ..Conduct::BACKGROUND };

    fn title(&self, session: &Arc<Session>) -> Phrase {
        say::running(session.title())
    }

    fn work(&self, session: Arc<Session>, reporter: &Reporter<'_, TrainingView>) -> Result<TrainingView, Phrase> {
        session.train(self.way, reporter)
    }
}

/// A training as it stands.
#[derive(Clone)]
pub struct TrainingView {
    /// Different for every training begun.
    pub session: SessionId,
    /// What is made.
    pub name: String,
    /// The data set as it was written.
    pub data: String,
    /// What the classes are called.
    pub classes: Arc<Vec<String>>,
    /// Steps done, of the whole training, of an epoch.
    pub steps: [usize; 3],
    /// The learning rate of the next step.
    pub learning_rate: f64,
    /// Seconds that a step takes, without the looking.
    pub seconds: f64,
    /// What was measured.
    pub record: Record,
    /// What held-out pictures said last, and after how many steps.
    pub evaluation: Option<(usize, Arc<Evaluation>)>,
    /// The network so far.
    pub look: Option<Arc<Look>>,
    /// Whether a cue that has nothing to do with the classes is planted in some of the pictures.
    pub is_cued: bool,
}

impl TrainingView {
    /// Whether every epoch is done.
    pub fn is_finished(&self) -> bool {
        self.steps[0] >= self.steps[1]
    }
}

/// A training from its start to its last job.
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// What the person turns.
    pub dials: Arc<Dials>,
    recipe: Recipe,
    data: String,
    checkpoint: Option<PathBuf>,
    examples: OnceLock<Arc<Examples>>,
    running: Mutex<Option<Running>>,
    /// How many wait for the trainer between two steps.
    waiting: AtomicUsize,
}

struct Running {
    trainer: Trainer,
    record: Record,
    evaluation: Option<(usize, Arc<Evaluation>)>,
    evaluated: Instant,
    /// How long the last measurement of held-out pictures took.
    evaluating: Duration,
    look: Option<Arc<Look>>,
    looked: Instant,
    looking: Duration,
    /// Seconds of a step, averaged.
    seconds: f64,
    /// Whether a cue is planted in some of the pictures held out.
    is_cued: bool,
}

impl Session {
    /// A training that has not begun; with a checkpoint it goes on from there.
    pub fn new(dials: Arc<Dials>, recipe: Recipe, data: String, checkpoint: Option<PathBuf>) -> Self {
        Self {
            id: SessionId::new(),
            dials,
            recipe,
            data,
            checkpoint,
            examples: OnceLock::new(),
            running: Mutex::new(None),
            waiting: AtomicUsize::new(0),
        }
    }

    /// What it makes, from what.
    pub fn title(&self) -> Phrase {
        say::title(&self.recipe.name, &self.data)
    }

    /// Its pictures, once they are read.
    pub fn examples(&self) -> Option<&Arc<Examples>> {
        self.examples.get()
    }

    /// Trains; hands out what the window shows, at last too.
    ///
    /// # Errors
    /// One sentence: the data, the recipe or the numbers are at fault; or it was cancelled.
    pub fn train(&self, way: Way, reporter: &Reporter<'_, TrainingView>) -> Result<TrainingView, Phrase> {
        let pause = self.dials.go_on();
        self.begin(reporter.control())?;
        let last = match way {
            Way::ToTheEnd => usize::MAX,
            Way::Steps(count) => self.with(|running| running.trainer.steps_done().saturating_add(count))?,
        };
        loop {
            let done = self.with(|running| {
                if running.trainer.steps_done() >= last || running.trainer.is_finished() {
                    return Ok(true);
                }
                running.step(self)?;
                if running.wants_evaluation() {
                    running.evaluate(&pause, reporter.control())?;
                }
                Ok::<_, Phrase>(pause.is_cancelled())
            })??;
            let setting = self.dials.setting();
            let done = done || reporter.control().check().is_err();
            let view = self.with(|running| {
                running.look_at(self, done)?;
                Ok::<_, Phrase>(running.view(self))
            })??;
            let [step, total, _] = view.steps;
            // A cancelled job ends by itself.
            let _ = reporter.control().step(step, total, &trust::step(step, total));
            if done {
                return Ok(view);
            }
            reporter.partial(|| view);
            self.rest(&setting, &pause, reporter.control());
        }
    }

    /// Reads the pictures and draws the first weights, unless that was done before.
    fn begin(&self, control: &Control) -> Result<(), Phrase> {
        if locked(&self.running).is_some() {
            return Ok(());
        }
        let sentence = |failure: crate::training::Error| Phrase::from(failure);
        let examples = Arc::new(Examples::load(&self.recipe, Some(&self.data), control).map_err(sentence)?);
        let mut trainer = Trainer::new(self.recipe.clone(), Arc::clone(&examples)).map_err(sentence)?;
        if let Some(checkpoint) = &self.checkpoint {
            trainer.resume(checkpoint).map_err(sentence)?;
            let factor = trainer.learning_rate_factor();
            self.dials.turn(Setting { learning_rate: factor, ..self.dials.setting() });
        }
        let now = Instant::now();
        let mut running = Running {
            trainer,
            record: Record::default(),
            evaluation: None,
            evaluated: now,
            evaluating: Duration::ZERO,
            look: None,
            looked: now,
            looking: Duration::ZERO,
            seconds: 0.0,
            is_cued: is_cued(&examples.test.dataset),
        };
        running.look_at(self, true)?;
        let _ = self.examples.set(examples);
        *locked(&self.running) = Some(running);
        Ok(())
    }

    /// Waits in slow motion, and for those who want the trainer.
    fn rest(&self, setting: &Setting, pause: &Cancel, control: &Control) {
        let begin = Instant::now();
        let is_over = || pause.is_cancelled() || control.check().is_err();
        while self.waiting.load(Ordering::Relaxed) > 0 || (setting.slow && begin.elapsed() < SLOWLY && !is_over()) {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Running) -> T) -> Result<T, Phrase> {
        let mut running = locked(&self.running);
        running.as_mut().map(work).ok_or(say::NOT_BEGUN)
    }

    /// Between two steps: whoever asks comes next.
    fn between_steps<T>(&self, work: impl FnOnce(&mut Running) -> Result<T, Phrase>) -> Result<T, Phrase> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let answer = self.with(|running| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            work(running)
        });
        answer.unwrap_or_else(|sentence| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            Err(sentence)
        })
    }

    /// Writes everything that is needed to go on later.
    ///
    /// # Errors
    /// One sentence.
    pub fn save_checkpoint(&self, path: &Path) -> Result<(), Phrase> {
        self.between_steps(|running| running.trainer.save_checkpoint(path).map_err(Phrase::from))
    }

    /// Writes the network so far, and beside it how it came about; measures it first.
    ///
    /// # Errors
    /// One sentence.
    pub fn save_network(&self, path: &Path, control: &Control) -> Result<(), Phrase> {
        self.between_steps(|running| {
            let sentence = |failure: crate::training::Error| Phrase::from(failure);
            let evaluation = running.trainer.evaluate(control).map_err(sentence)?;
            running.trainer.finish(path, &evaluation, "trained in the window").map_err(sentence)
        })
    }
}

impl Running {
    fn step(&mut self, session: &Session) -> Result<(), Phrase> {
        self.trainer.set_learning_rate_factor(session.dials.setting().learning_rate);
        let begin = Instant::now();
        // Not to be cancelled: half a step would leave weights that nobody asked for.
        let report = self.trainer.step(&Control::default())?;
        let took = begin.elapsed().as_secs_f64();
        self.seconds = if self.seconds == 0.0 { took } else { self.seconds * 0.9 + took * 0.1 };
        let accuracy = report.correct as f64 / report.count.max(1) as f64;
        self.record.add(Measured { step: (report.step + 1) as f64, loss: report.loss, accuracy });
        Ok(())
    }

    fn wants_evaluation(&self) -> bool {
        let done = self.trainer.steps_done();
        let epoch_ends = done.is_multiple_of(self.trainer.steps_per_epoch().max(1)) || self.trainer.is_finished();
        let since = self.evaluated.elapsed();
        // Small epochs: measuring may not take more time than learning.
        (epoch_ends && (since > self.evaluating || self.trainer.is_finished())) || since > LONG_AGO.max(self.evaluating * 4)
    }

    /// Asks the pictures held out; a wish to pause or to stop ends it without an answer.
    fn evaluate(&mut self, pause: &Cancel, control: &Control) -> Result<(), Phrase> {
        let begin = Instant::now();
        let (flag, watched) = (pause.clone(), control.clone());
        let both = Control::new(pause.clone(), move |fraction, text| {
            if watched.step((fraction * 1000.0) as usize, 1000, text).is_err() {
                flag.cancel();
            }
        });
        match self.trainer.evaluate(&both) {
            Ok(evaluation) => {
                let step = self.trainer.steps_done();
                let (loss, accuracy) = (evaluation.loss, evaluation.top1);
                self.record.add_held_out(Measured { step: step as f64, loss, accuracy });
                self.evaluation = Some((step, Arc::new(evaluation)));
            }
            Err(_) if pause.is_cancelled() => (),
            Err(failure) => return Err(failure.into()),
        }
        self.evaluating = begin.elapsed();
        self.evaluated = Instant::now();
        Ok(())
    }

    /// Looks at the network so far if it is time, or if it `must` be.
    fn look_at(&mut self, session: &Session, must: bool) -> Result<(), Phrase> {
        let setting = session.dials.setting();
        if must || setting.slow || self.looked.elapsed() > LOOK.max(self.looking * LOOKING_SHARE) {
            let begin = Instant::now();
            self.look = Some(Arc::new(Look::at(&self.trainer, setting.layer.as_deref(), setting.example)?));
            self.looking = begin.elapsed();
            self.looked = Instant::now();
        }
        Ok(())
    }

    fn steps(&self) -> [usize; 3] {
        [self.trainer.steps_done(), self.trainer.steps_total(), self.trainer.steps_per_epoch()]
    }

    fn view(&self, session: &Session) -> TrainingView {
        TrainingView {
            session: session.id,
            name: self.trainer.recipe().name.clone(),
            data: session.data.clone(),
            classes: Arc::new(self.trainer.examples().classes.clone()),
            steps: self.steps(),
            learning_rate: self.trainer.learning_rate(self.trainer.steps_done()),
            seconds: self.seconds,
            record: self.record.clone(),
            evaluation: self.evaluation.clone(),
            look: self.look.clone(),
            is_cued: self.is_cued,
        }
    }
}
