//! The code that opens a room.
use super::CODE_FORMAT;
use crate::kernel::Refusal;

/// Six digits that open a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// What a person typed or pasted; spaces and hyphens do not matter.
    ///
    /// # Errors
    /// [`CODE_FORMAT`] unless six digits remain.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) { Ok(Self(digits)) } else { Err(CODE_FORMAT) }
    }
    /// The code of a number below a million.
    pub fn of(number: u32) -> Self {
        Self(format!("{:06}", number % 1_000_000))
    }
    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code as it is read out: "482 913".
pub fn spoken(code: &str) -> String {
    code.split_at_checked(3).map_or_else(|| code.to_owned(), |(head, tail)| format!("{head} {tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_six_digits_however_it_was_pasted() {
        assert_eq!(Code::parse(" 482 913 ").expect("six digits").as_str(), "482913");
        assert_eq!(Code::parse("482-913").expect("six digits").as_str(), "482913");
        assert_eq!(Code::parse("4829131"), Err(CODE_FORMAT));
        assert_eq!(Code::parse("48291x"), Err(CODE_FORMAT));
        assert_eq!(Code::parse("٤٨٢٩١٣"), Err(CODE_FORMAT));
        assert_eq!(spoken("482913"), "482 913");
    }

    proptest! {
        #[test]
        fn every_code_reads_back(number in 0u32..5_000_000) {
            let code = Code::of(number);
            prop_assert_eq!(Code::parse(&spoken(code.as_str())), Ok(code));
        }
    }
}
