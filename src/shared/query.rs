//! Reading one value of an address's query, decoded exactly once, and writing a query. The framework's own map of the query decodes each value twice, so
//! no page asks it (`tests/http/site/addresses.rs` holds that).

use percent_encoding::percent_decode_str;

use super::encode_query_value;

/// The value of that name in a query such as `a=1&b=2`, the last one if there are several, decoded as browsers do it: a `%` without
/// two digits stands for itself, and bytes that are not UTF-8 become U+FFFD. So does a NUL, which no database takes: a search
/// for such a text finds nothing, and no page fails.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').rev().map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| decode(key) == name).map(|(_, value)| decode(value))
}

/// All values of that name, in their order.
pub fn query_values(query: &str, name: &str) -> Vec<String> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.filter(|(key, _)| decode(key) == name).map(|(_, value)| decode(value)).collect()
}

/// The address of a path with this query; empty values are left out.
pub fn address_with(path: &str, query: &[(&str, &str)]) -> String {
    let given = query.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = given.map(|(name, value)| format!("{name}={}", encode_query_value(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fault_d1_a_value_is_decoded_once() {
        for (query, value) in [
            ("q=a%20b%26c%3Dd", Some("a b&c=d")),
            ("q=%2520", Some("%20")),
            ("q=a+b%2Bc", Some("a b+c")),
            ("q=100%25", Some("100%")),
            ("q=%25%32%35", Some("%25")),
            ("q=%ED%95%9C", Some("한")),
            ("q=한", Some("한")),
            ("q=a=b", Some("a=b")),
            ("x=1&q=2&q=3&y=4", Some("3")),
            ("%71=1", Some("1")),
            ("q", Some("")),
            ("q=", Some("")),
            ("x=1", None),
            ("", None),
        ] {
            assert_eq!(query_value(query, "q").as_deref(), value, "{query}");
        }
    }

    #[test]
    fn a_name_may_have_several_values() {
        assert_eq!(query_values("a=1&b=2&a=3%2B&a", "a"), ["1", "3+", ""]);
        assert!(query_values("b=2", "a").is_empty());
    }

    #[test]
    fn fault_d4_what_is_no_text_is_replaced_and_other_values_stay() {
        for (bad, value) in [
            ("%00", "\u{fffd}"),
            ("a%00b", "a\u{fffd}b"),
            ("%ff", "\u{fffd}"),
            ("%ED%95x", "\u{fffd}x"),
            ("%", "%"),
            ("%zz", "%zz"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%%41", "%A"),
        ] {
            let query = format!("a=1&q={bad}&{bad}=x&b=2");
            assert_eq!(query_value(&query, "q").as_deref(), Some(value), "{bad:?}");
            assert_eq!(
                (query_value(&query, "a").as_deref(), query_value(&query, "b").as_deref()),
                (Some("1"), Some("2"))
            );
        }
    }

    #[test]
    fn an_address_has_the_query_without_empty_values() {
        assert_eq!(address_with("/a/", &[("q", "")]), "/a/");
        let query = [("q", "kim+1&"), ("show", ""), ("order", "name")];
        assert_eq!(address_with("/a/", &query), "/a/?q=kim%2B1%26&order=name");
    }

    proptest! {
        #[test]
        fn what_a_form_encodes_is_read_as_it_was_typed(before in "[a-z=&%+]{0,8}", text in "[^\0]{0,24}") {
            let encoded = form_urlencoded::Serializer::new(String::new()).append_pair("q", &text).finish();
            prop_assert_eq!(query_value(&format!("{before}&{encoded}"), "q"), Some(text.clone()));
            prop_assert_eq!(query_value(&format!("q={}", crate::shared::encode_query_value(&text)), "q"), Some(text));
        }
    }
}
