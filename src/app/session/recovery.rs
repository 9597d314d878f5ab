//! Where the view is kept while the program runs, so that it is offered again after a crash: a file for each running program,
//! with a lock beside it that the system lets go when the program ends, however it ends.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

const SESSION: &str = "convscope";
const LOCK: &str = "lock";

/// The file of a program that runs; it goes when the program ends as it should.
#[derive(Debug)]
pub struct Recovery {
    session: PathBuf,
    lock: PathBuf,
    /// Held as long as the program runs.
    _held: File,
}

/// A view that a program left behind when it ended without closing its window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The session.
    pub path: PathBuf,
    /// How long ago it was written.
    pub age: Duration,
}

impl Recovery {
    /// A place in this folder, and the latest view that another program left behind in it; older ones go.
    ///
    /// # Errors
    /// The system refuses.
    pub fn begin(folder: &Path) -> std::io::Result<(Self, Option<Recovered>)> {
        fs::create_dir_all(folder)?;
        let left = left_behind(folder);
        let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
        let session = folder.join(format!("{}-{since}.{SESSION}", std::process::id()));
        let lock = session.with_extension(LOCK);
        let held = File::create(&lock)?;
        held.try_lock().map_err(std::io::Error::from)?;
        Ok((Self { session, lock, _held: held }, left))
    }

    /// Where the view is kept.
    pub fn path(&self) -> &Path {
        &self.session
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            // Nothing can be done about a file that stays; it is offered once more.
            let _ = fs::remove_file(&self.session);
            let _ = fs::remove_file(&self.lock);
        }
    }
}

impl Recovered {
    /// Forgets it.
    pub fn forget(&self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(self.path.with_extension(LOCK));
    }
}

/// The latest session whose program no longer runs.
fn left_behind(folder: &Path) -> Option<Recovered> {
    let files = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut left: Vec<Recovered> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == LOCK))
        .filter(|lock| File::open(lock).is_ok_and(|lock| lock.try_lock().is_ok()))
        .filter_map(|lock| {
            let path = lock.with_extension(SESSION);
            let Ok(written) = path.metadata().and_then(|about| about.modified()) else {
                let _ = fs::remove_file(lock);
                return None;
            };
            Some(Recovered { path, age: written.elapsed().unwrap_or_default() })
        })
        .collect();
    left.sort_by_key(|recovered| recovered.age);
    left.iter().skip(1).for_each(Recovered::forget);
    left.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_program_left_is_offered_and_what_runs_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (running, left) = Recovery::begin(folder.path()).unwrap();
        assert_eq!(left, None);
        fs::write(running.path(), "running").unwrap();
        // Killed: the files stay, nobody holds the lock.
        let killed = folder.path().join("1-2.convscope");
        fs::write(&killed, "killed").unwrap();
        fs::write(killed.with_extension(LOCK), "").unwrap();

        let (second, left) = Recovery::begin(folder.path()).unwrap();
        assert_eq!(left.as_ref().map(|left| &left.path), Some(&killed));
        left.unwrap().forget();
        assert!(!killed.exists());
        fs::write(second.path(), "second").unwrap();
        let kept = second.path().to_owned();
        drop(second);
        assert!(!kept.exists() && running.path().exists());
    }
}
