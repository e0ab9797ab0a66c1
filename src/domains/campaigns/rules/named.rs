//! An audience of named people, as somebody types it.

/// The words of a list: one on each line, or between commas or semicolons. A line may be a handle, an e-mail
/// address or a whole name, or a name with the handle (`Rosa Lindqvist @rosa`) or the address behind it.
pub fn words(text: &str) -> Vec<String> {
    text.split(['\n', ',', ';']).map(word).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn word(line: &str) -> &str {
    let line = line.trim();
    if let Some((_, address)) = line.trim_end_matches('>').rsplit_once('<') {
        return address.trim();
    }
    match line.rsplit_once('@') {
        Some((before, handle)) if before.is_empty() || before.ends_with(char::is_whitespace) => handle.trim(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_lines_or_between_commas() {
        assert_eq!(words("rosa\n\n  Ines Okafor ,marek@x.example; @tomas\r\n"), ["rosa", "Ines Okafor", "marek@x.example", "tomas"]);
        assert_eq!(words(" \n, ;"), Vec::<String>::new());
    }

    #[test]
    fn a_handle_or_an_address_behind_a_name_decides() {
        assert_eq!(words("Rosa Lindqvist @rosa-l"), ["rosa-l"]);
        assert_eq!(words("Rosa Lindqvist <rosa@voltaic.example>"), ["rosa@voltaic.example"]);
        assert_eq!(words("rosa@voltaic.example"), ["rosa@voltaic.example"]);
    }
}
