//! Files and folders that appear complete or not at all: written beside their final name, then renamed.
//!
//! Knows no format.

use std::{
    io::{BufWriter, Write},
    path::Path,
};

use super::{Error, Result};

/// Writes `path` through `write`. The file appears under its name only once everything is on disk; if anything fails,
/// whatever was there before stays and nothing else is left behind.
pub fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
    replace(path, write).map_err(|source| Error::Write { path: path.to_owned(), source })
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> std::io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".convscope-");
    #[cfg(unix)]
    {
        // Temporary files are private by default; an output is an ordinary file, and the umask still applies.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder_of(path))?;
    {
        let mut buffered = BufWriter::new(file.as_file_mut());
        write(&mut buffered)?;
        buffered.flush()?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failure| failure.error)?;
    Ok(())
}

/// Fills a folder through `fill`, which gets another folder's path to write into. It appears under its name, where nothing or an
/// empty folder may be, only once all is written; if anything fails, nothing is left behind.
pub fn write_folder<E: From<Error>>(path: &Path, fill: impl FnOnce(&Path) -> Result<(), E>) -> Result<(), E> {
    let failed = |source| E::from(Error::Write { path: path.to_owned(), source });
    let mut builder = tempfile::Builder::new();
    builder.prefix(".convscope-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o777));
    }
    let temporary = builder.tempdir_in(folder_of(path)).map_err(failed)?;
    fill(temporary.path())?;
    if path.is_dir() {
        std::fs::remove_dir(path).map_err(failed)?;
    }
    std::fs::rename(temporary.path(), path).map_err(failed)?;
    // It has moved: there is nothing left to remove.
    let _ = temporary.keep();
    Ok(())
}

/// Where a file or folder lies.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_an_older_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        std::fs::write(&path, "old").unwrap();
        write(&path, |file| file.write_all(b"new")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failure_leaves_the_older_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        std::fs::write(&path, "old").unwrap();
        let failure = write(&path, |file| {
            file.write_all(b"half")?;
            Err(std::io::Error::other("disk on fire"))
        })
        .unwrap_err();
        assert!(failure.to_string().contains("out.txt") && failure.to_string().contains("disk on fire"));
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let failure = write(&folder.path().join("no/such/out.txt"), |_| Ok(())).unwrap_err();
        assert!(failure.to_string().contains("no/such/out.txt"), "{failure}");
    }

    #[test]
    fn a_folder_appears_complete_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let half = |inside: &Path| {
            std::fs::write(inside.join("one"), "half").unwrap();
            Err(Error::Write { path: inside.to_owned(), source: std::io::Error::other("disk on fire") })
        };
        write_folder(&path, half).unwrap_err();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        std::fs::create_dir(&path).unwrap();
        let whole = |inside: &Path| {
            std::fs::write(inside.join("one"), "whole").unwrap();
            Ok::<_, Error>(())
        };
        write_folder(&path, whole).unwrap();
        assert_eq!(std::fs::read_to_string(path.join("one")).unwrap(), "whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_folder(&path, whole).is_err(), "what lies there stays");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
