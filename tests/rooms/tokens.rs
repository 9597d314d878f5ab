//! Rust text as words, marks and literals, each with its line; comments are left out. Enough to find paths and items, no more.

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    /// From 1.
    pub line: usize,
}

impl Token {
    /// Whether this is a name or a keyword.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first.is_alphabetic() || first == '_')
    }
}

/// All tokens: words, `::`, single marks, lifetimes without their name (`'`), and literals as the one mark `"`.
pub fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < characters.len() {
        let end = token_end(&characters, at);
        let piece = &characters[at..end];
        let starts = |prefix: &str| piece.iter().copied().zip(prefix.chars()).filter(|(a, b)| a == b).count() == prefix.len();
        let kept = if piece[0].is_whitespace() || starts("//") || starts("/*") {
            None
        } else if piece.len() > 1 && !is_word_part(piece[0]) && piece[0] != ':' && piece[0] != '\'' || piece.contains(&'"') {
            Some("\"".to_owned())
        } else if piece[0] == '\'' {
            Some(if piece.last() == Some(&'\'') && piece.len() > 1 { "\"" } else { "'" }.to_owned())
        } else {
            Some(piece.iter().collect())
        };
        tokens.extend(kept.map(|text| Token { text, line }));
        line += piece.iter().filter(|&&character| character == '\n').count();
        at = end;
    }
    tokens
}

fn is_word_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Where the token that begins at `at` ends.
fn token_end(characters: &[char], at: usize) -> usize {
    let next = |ahead: usize| characters.get(at + ahead).copied();
    let until =
        |from: usize, stop: &dyn Fn(usize) -> bool| (from..characters.len()).find(|&at| stop(at)).unwrap_or(characters.len());
    match (characters[at], next(1)) {
        ('/', Some('/')) => until(at, &|at| characters[at] == '\n'),
        ('/', Some('*')) => comment_end(characters, at),
        ('"', _) => string_end(characters, at + 1),
        ('b' | 'c', Some('"')) => string_end(characters, at + 2),
        ('r', Some('"' | '#')) | ('b', Some('r')) if raw_start(characters, at).is_some() => {
            let (begin, hashes) = raw_start(characters, at).unwrap_or((at, 0));
            let closes = |at: usize| characters[at] == '"' && (1..=hashes).all(|ahead| characters.get(at + ahead) == Some(&'#'));
            (until(begin, &closes) + 1 + hashes).min(characters.len())
        }
        ('\'', Some('\\')) => until(at + 3, &|at| characters[at] == '\'') + 1,
        ('\'', Some(_)) if next(2) == Some('\'') => at + 3,
        ('\'', _) => until(at + 1, &|at| !is_word_part(characters[at])),
        (':', Some(':')) => at + 2,
        (first, _) if is_word_part(first) => until(at, &|at| !is_word_part(characters[at])),
        _ => at + 1,
    }
}

/// Block comments may hold others.
fn comment_end(characters: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0usize, start);
    while at + 1 < characters.len() {
        match (characters[at], characters[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') if depth == 1 => return at + 2,
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    characters.len()
}

fn string_end(characters: &[char], mut at: usize) -> usize {
    while at < characters.len() && characters[at] != '"' {
        at += if characters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(characters.len())
}

/// The first character inside a raw string, and how many `#` it has.
fn raw_start(characters: &[char], at: usize) -> Option<(usize, usize)> {
    let prefix = if characters[at] == 'b' { 2 } else { 1 };
    let hashes = characters[at + prefix..].iter().take_while(|&&character| character == '#').count();
    (characters.get(at + prefix + hashes) == Some(&'"')).then_some((at + prefix + hashes + 1, hashes))
}

#[test]
fn comments_and_literals_hide_what_they_say() {
    let text = "/* a /* b */ c */ x::y('\\'', 'a, \"crate::no \\\" //\", r#\"q \" crate\"#, b'z') // crate::z\n&'static w";
    let found: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
    assert_eq!(found.join(" "), "x :: y ( \" , ' , \" , \" , b \" ) & ' w");
    assert_eq!(tokens(text).last().map(|token| token.line), Some(2));
}
