//! What the connector does, apart from Jackfield: reads a job's input, counts, writes the result.

use crate::json::{self, Value};

#[derive(Clone, Copy, Default)]
pub struct Statistics {
    pub bytes: u64,
    pub characters: u64,
    pub words: u64,
    pub lines: u64,
}

#[derive(Clone, Copy)]
pub struct Request {
    pub counts: Statistics,
    pub delay_ms: u64,
    pub most_words: u64,
}

const MOST_DELAY_MS: u64 = 60_000;
const MOST_WORDS: u64 = 1_000_000_000;

impl Request {
    /// Reads a job's variables; the error says what is wrong with them, for the modeler.
    pub fn read(variables: &[u8]) -> Result<Request, String> {
        let text = match json::member(variables, "text") {
            None | Some(Value::Null) => return Err("\"text\" is missing".into()),
            Some(Value::Text(text)) => text,
            Some(Value::Other(_)) => return Err("\"text\": expected a text".into()),
        };
        Ok(Request {
            counts: Statistics::of(&text),
            delay_ms: whole_number(variables, "delayMs", MOST_DELAY_MS)?.unwrap_or(0),
            most_words: whole_number(variables, "mostWords", MOST_WORDS)?.unwrap_or(u64::MAX),
        })
    }
}

/// An optional number: none where it is absent or null.
fn whole_number(variables: &[u8], name: &str, most: u64) -> Result<Option<u64>, String> {
    let number = match json::member(variables, name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Other(raw)) => std::str::from_utf8(raw)
            .ok()
            .and_then(|digits| digits.parse().ok()),
        Some(Value::Text(_)) => None,
    };
    match number {
        Some(number) if number <= most => Ok(Some(number)),
        _ => Err(format!(
            "\"{name}\": expected a whole number from 0 to {most}"
        )),
    }
}

impl Statistics {
    pub fn of(text: &str) -> Statistics {
        let mut counts = Statistics {
            bytes: text.len() as u64,
            ..Statistics::default()
        };
        let mut is_in_word = false;
        for character in text.chars() {
            let is_space = character <= ' ';
            counts.characters += 1;
            counts.lines += u64::from(character == '\n' || counts.lines == 0);
            counts.words += u64::from(!is_space && !is_in_word);
            is_in_word = !is_space;
        }
        counts
    }

    pub fn to_json(self) -> String {
        format!(
            r#"{{"bytes":{},"characters":{},"words":{},"lines":{}}}"#,
            self.bytes, self.characters, self.words, self.lines
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    fn outcome(variables: &str) -> String {
        match Request::read(variables.as_bytes()) {
            Ok(request) => request.counts.to_json(),
            Err(wrong) => wrong,
        }
    }

    #[test]
    fn counts_a_text() {
        assert_eq!(
            outcome(r#"{"text":"one two\nthree"}"#),
            r#"{"bytes":13,"characters":13,"words":3,"lines":2}"#
        );
        assert_eq!(
            outcome(r#"{"text":""}"#),
            r#"{"bytes":0,"characters":0,"words":0,"lines":0}"#
        );
        assert_eq!(
            outcome(r#"{"text":"grüß \ud83d\ude00"}"#),
            r#"{"bytes":11,"characters":6,"words":2,"lines":1}"#
        );
    }

    #[test]
    fn finds_the_text_among_others() {
        let variables = r#"{"other":{"text":[1,{}]},"text":"a","delayMs":null}"#;
        assert_eq!(
            outcome(variables),
            r#"{"bytes":1,"characters":1,"words":1,"lines":1}"#
        );
    }

    #[test]
    fn says_what_is_wrong_with_an_input() {
        assert_eq!(outcome("{}"), "\"text\" is missing");
        assert_eq!(outcome(r#"{"text":7}"#), "\"text\": expected a text");
        assert_eq!(
            outcome(r#"{"text":"a","delayMs":1.5}"#),
            "\"delayMs\": expected a whole number from 0 to 60000"
        );
    }
}
