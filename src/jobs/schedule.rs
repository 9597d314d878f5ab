//! Who may work now: a bounded number of shares of the machine, handed out by priority, in turns among equals.
//!
//! A pure decision over a list; it knows neither threads nor clocks, so that every rule is tested by plain values. What is on
//! screen goes before what is not: a job in the background is asked to step aside. Among equals the one that was served longest
//! ago comes next.

use super::JobId;

/// How much somebody waits for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// Nobody looks at it now: it steps aside for whatever is on screen.
    Background,
    /// It is looked at.
    #[default]
    OnScreen,
}

/// Jobs that do not run beside each other however many shares are free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lane {
    /// What runs here; lanes of one name are one lane.
    pub name: &'static str,
    /// How many of its jobs may have begun at a time.
    pub width: usize,
    /// Whether its jobs use the machine. One that waits for a person or a disk takes no share.
    pub is_work: bool,
}

impl Lane {
    /// Work without a bound of its own.
    pub const WIDE: Self = Self { name: "wide", width: usize::MAX, is_work: true };
    /// What waits for a person or a disk, and takes no share.
    pub const WAITING: Self = Self { name: "waiting", width: usize::MAX, is_work: false };

    /// One after the other.
    pub const fn narrow(name: &'static str) -> Self {
        Self { name, width: 1, is_work: true }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It has not begun.
    Waiting,
    /// It works, and has a share of the machine (unless its lane needs none).
    Working,
    /// It has begun and stepped aside; it goes on when it gets a share.
    Aside,
    /// A person paused it.
    Paused,
    /// It was asked to stop and is on its way out.
    Leaving,
}

impl Stand {
    /// Whether it has a thread.
    pub fn has_begun(self) -> bool {
        self != Self::Waiting
    }
}

/// What the decision looks at.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// The job.
    pub job: JobId,
    /// Its lane.
    pub lane: Lane,
    /// How much somebody waits for it.
    pub priority: Priority,
    /// Among jobs of one priority the lowest rank comes first.
    pub rank: u32,
    /// When it was served last; jobs that never were have 0.
    pub served: u64,
    /// Where it stands.
    pub stand: Stand,
    /// Whether it was paused before it began.
    pub is_held: bool,
    /// Whether an older job of its own seat has not ended yet.
    pub is_blocked: bool,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// These begin, or go on.
    pub serve: Vec<JobId>,
    /// These are asked to step aside.
    pub step_aside: Vec<JobId>,
    /// Whether somebody is left who would work if there were a share.
    pub is_contended: bool,
}

/// Jobs with a thread of their own at most; on-screen work may begin beyond it.
const THREADS: usize = 24;

/// Decides, with `shares` shares of the machine.
pub fn decide(contenders: &[Contender], shares: usize) -> Decision {
    let mut decision = Decision::default();
    let mut standing: Vec<Contender> = contenders.to_vec();
    loop {
        let Some(next) = next(&standing) else { return decision };
        let candidate = standing[next];
        let is_free = !candidate.lane.is_work || working(&standing) < shares;
        if is_free {
            decision.serve.push(candidate.job);
            standing[next].stand = Stand::Working;
            continue;
        }
        decision.is_contended = true;
        // All that are waited for less are asked: whoever comes to its gate first steps aside, the others find nobody to yield
        // to.
        let asked = standing.iter().filter(|other| other.stand == Stand::Working && other.lane.is_work);
        let asked = asked.filter(|other| other.priority < candidate.priority).map(|other| other.job);
        let asked: Vec<JobId> = asked.filter(|job| !decision.serve.contains(job) && !decision.step_aside.contains(job)).collect();
        decision.step_aside.extend(asked);
        standing.remove(next);
    }
}

/// Whether somebody else would be served if a working job stepped aside: an equal only if the job has had its turn.
pub fn has_successor(contenders: &[Contender], job: JobId, had_its_turn: bool) -> bool {
    let mut standing = contenders.to_vec();
    let Some(own) = standing.iter_mut().find(|contender| contender.job == job) else { return false };
    own.stand = Stand::Aside;
    let own = *own;
    let Some(next) = next(&standing).map(|next| standing[next]).filter(|next| next.job != job) else { return false };
    next.priority > own.priority || had_its_turn && next.priority == own.priority
}

fn working(standing: &[Contender]) -> usize {
    standing.iter().filter(|contender| contender.stand == Stand::Working && contender.lane.is_work).count()
}

/// The place of the one that comes next.
fn next(standing: &[Contender]) -> Option<usize> {
    let begun = standing.iter().filter(|contender| contender.stand.has_begun()).count();
    let in_lane = |lane: &Lane| {
        let active = |contender: &&Contender| contender.stand.has_begun() && contender.stand != Stand::Paused;
        standing.iter().filter(active).filter(|contender| contender.lane.name == lane.name).count()
    };
    let may_go = |contender: &Contender| match contender.stand {
        Stand::Aside => true,
        Stand::Waiting => {
            let fits = in_lane(&contender.lane) < contender.lane.width;
            let has_thread = begun < THREADS || contender.priority == Priority::OnScreen;
            !contender.is_blocked && !contender.is_held && fits && has_thread
        }
        Stand::Working | Stand::Paused | Stand::Leaving => false,
    };
    let order = |contender: &Contender| (std::cmp::Reverse(contender.priority), contender.rank, contender.served, contender.job);
    (0..standing.len()).filter(|&place| may_go(&standing[place])).min_by_key(|&place| order(&standing[place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(number: u64, priority: Priority, stand: Stand) -> Contender {
        Contender { job: JobId(number), lane: Lane::WIDE, priority, rank: 0, served: 0, stand, is_held: false, is_blocked: false }
    }

    use Priority::{Background, OnScreen};
    use Stand::{Aside, Leaving, Paused, Waiting, Working};

    #[test]
    fn shares_are_bounded_and_the_oldest_comes_first() {
        let three = [1, 2, 3].map(|number| job(number, OnScreen, Waiting));
        let decision = decide(&three, 2);
        assert_eq!(decision.serve, [JobId(1), JobId(2)]);
        assert!(decision.is_contended && decision.step_aside.is_empty());
        assert_eq!(decide(&three[..2], 2), Decision { serve: vec![JobId(1), JobId(2)], ..Decision::default() });
    }

    #[test]
    fn what_is_on_screen_makes_the_background_step_aside() {
        let jobs = [job(1, Background, Working), job(2, Background, Working), job(3, OnScreen, Waiting)];
        let decision = decide(&jobs, 2);
        assert_eq!(
            (decision.serve.len(), decision.step_aside),
            (0, vec![JobId(1), JobId(2)]),
            "whoever hears it first steps aside"
        );
        assert!(has_successor(&jobs, JobId(2), false));
        let after = [jobs[0], Contender { stand: Aside, ..jobs[1] }, Contender { stand: Working, ..jobs[2] }];
        assert!(!has_successor(&after, JobId(1), false), "the other one finds nobody to yield to");
        let on_screen = [job(1, OnScreen, Working), job(2, OnScreen, Waiting)];
        assert!(decide(&on_screen, 1).step_aside.is_empty(), "equals take turns by themselves");
    }

    #[test]
    fn equals_take_turns() {
        let jobs = [Contender { served: 7, ..job(1, OnScreen, Working) }, Contender { served: 3, ..job(2, OnScreen, Aside) }];
        assert!(has_successor(&jobs, JobId(1), true) && !has_successor(&jobs, JobId(1), false));
        let alone = [job(1, OnScreen, Working), job(2, Background, Aside)];
        assert!(!has_successor(&alone, JobId(1), true), "nobody steps aside for less");
        let ranked = [job(1, OnScreen, Working), Contender { rank: 1, ..job(2, OnScreen, Aside) }];
        assert!(!has_successor(&ranked, JobId(1), true), "nor for a later rank");
    }

    #[test]
    fn a_narrow_lane_takes_one_after_the_other_by_rank() {
        let lane = Lane::narrow("maps");
        let jobs =
            [Contender { lane, rank: 2, ..job(1, OnScreen, Waiting) }, Contender { lane, rank: 1, ..job(2, OnScreen, Waiting) }];
        assert_eq!(decide(&jobs, 4).serve, [JobId(2)]);
        // One that stepped aside still holds its lane, one that is paused does not.
        let held = |stand| [Contender { lane, ..job(1, OnScreen, stand) }, Contender { lane, ..job(2, OnScreen, Waiting) }];
        assert_eq!(decide(&held(Aside), 4).serve, [JobId(1)]);
        assert_eq!(decide(&held(Paused), 4).serve, [JobId(2)]);
        assert!(decide(&held(Leaving), 4).serve.is_empty());
    }

    #[test]
    fn what_waits_for_a_person_takes_no_share() {
        let jobs = [Contender { lane: Lane::WAITING, ..job(1, OnScreen, Working) }, job(2, OnScreen, Waiting)];
        assert_eq!(decide(&jobs, 1).serve, [JobId(2)]);
        let late = [job(1, OnScreen, Working), Contender { lane: Lane::WAITING, ..job(2, OnScreen, Waiting) }];
        assert_eq!(decide(&late, 1).serve, [JobId(2)]);
    }

    #[test]
    fn blocked_and_held_jobs_wait_and_threads_are_bounded() {
        let jobs = [
            Contender { is_blocked: true, ..job(1, OnScreen, Waiting) },
            Contender { is_held: true, ..job(2, OnScreen, Waiting) },
        ];
        assert_eq!(decide(&jobs, 4), Decision::default());
        let mut many: Vec<Contender> = (0..THREADS as u64).map(|number| job(number, Background, Aside)).collect();
        many.push(job(99, Background, Waiting));
        many.push(job(100, OnScreen, Waiting));
        assert_eq!(decide(&many, 1).serve, [JobId(100)]);
        many.pop();
        assert!(!decide(&many, 100).serve.contains(&JobId(99)));
    }
}
