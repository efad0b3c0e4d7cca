//! Reads single members of a JSON object. Enough for flat inputs; take serde_json when yours are not flat.

#[derive(Debug, PartialEq)]
pub enum Value<'a> {
    Null,
    Text(String),
    /// A number, a word, an object or a list, as it stands there.
    Other(&'a [u8]),
}

/// The member with this name; the last one when there are more.
pub fn member<'a>(object: &'a [u8], name: &str) -> Option<Value<'a>> {
    let mut found = None;
    let mut at = skip_space(object, 0);
    if object.get(at) != Some(&b'{') {
        return None;
    }
    loop {
        let key_begin = skip_space(object, at + 1);
        let key_end = skip_text(object, key_begin)?;
        let colon = skip_space(object, key_end);
        if object.get(colon) != Some(&b':') {
            return found;
        }
        let begin = skip_space(object, colon + 1);
        let end = skip_value(object, begin)?;
        if text(&object[key_begin..key_end]) == name {
            found = Some(value(&object[begin..end]));
        }
        at = skip_space(object, end);
        if object.get(at) != Some(&b',') {
            return found;
        }
    }
}

fn value(raw: &[u8]) -> Value<'_> {
    match raw {
        b"null" => Value::Null,
        [b'"', ..] => Value::Text(text(raw)),
        _ => Value::Other(raw),
    }
}

fn skip_space(json: &[u8], mut at: usize) -> usize {
    while matches!(json.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Behind the closing quote of the text that begins at `at`.
fn skip_text(json: &[u8], mut at: usize) -> Option<usize> {
    if json.get(at) != Some(&b'"') {
        return None;
    }
    loop {
        at += 1;
        match json.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 1,
            _ => {}
        }
    }
}

/// Behind the value that begins at `at`. What is inside of brackets is not judged.
fn skip_value(json: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0;
    loop {
        at = skip_space(json, at);
        match json.get(at)? {
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                at += 1;
            }
            b',' | b':' if depth > 0 => at += 1,
            b'}' | b']' | b',' | b':' => return None,
            b'"' => at = skip_text(json, at)?,
            _ => {
                at += json[at..]
                    .iter()
                    .take_while(|byte| !b",:]}[{\" \t\n\r".contains(byte))
                    .count()
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// A text between its quotes, with escapes undone. What is no character becomes U+FFFD.
fn text(raw: &[u8]) -> String {
    let inside = String::from_utf8_lossy(&raw[1..raw.len() - 1]);
    let mut units: Vec<u16> = Vec::with_capacity(inside.len());
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            units.extend(c.encode_utf16(&mut [0; 2]).iter());
            continue;
        }
        units.push(match rest.next() {
            Some('b') => 8,
            Some('f') => 12,
            Some('n') => 10,
            Some('r') => 13,
            Some('t') => 9,
            Some('u') => hex_unit(&mut rest),
            Some(other) => other as u16, // a quote or a slash
            None => 0xFFFD,
        });
    }
    String::from_utf16_lossy(&units)
}

fn hex_unit(rest: &mut std::str::Chars) -> u16 {
    let digits: String = rest.take(4).collect();
    u16::from_str_radix(&digits, 16).unwrap_or(0xFFFD)
}
