//! Keyed hashes and random tokens.
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The installation's secret; every derived key names its purpose.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secret of these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// HMAC-SHA256 (RFC 2104) of a text for one purpose, URL-safe.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, text))
    }

    /// The first 8 bytes of the same, as a seed that a person's shuffled order stays the same under.
    pub fn seed(&self, purpose: &str, text: &str) -> u64 {
        self.mac(purpose, text).iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
    }

    /// Whether the signature belongs to the text; takes the same time either way.
    pub fn verifies(&self, purpose: &str, text: &str, signature: &str) -> bool {
        self.sign(purpose, text).as_bytes().ct_eq(signature.as_bytes()).into()
    }

    fn mac(&self, purpose: &str, text: &str) -> [u8; 32] {
        let key = Sha256::new().chain_update(self.0).chain_update(purpose.as_bytes()).finalize();
        let mut mac = match Hmac::<Sha256>::new_from_slice(&key) {
            Ok(mac) => mac,
            // HMAC takes keys of any length, so this arm is never reached; an empty tag fails closed.
            Err(_) => return [0; 32],
        };
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// A fresh token of 256 random bits, URL-safe.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What the database keeps of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_text_and_purpose_only() {
        let secret = Secret::new([7; 32]);
        let signature = secret.sign("csrf", "a");
        assert!(secret.verifies("csrf", "a", &signature));
        assert!(!secret.verifies("csrf", "b", &signature));
        assert!(!secret.verifies("mail", "a", &signature));
        assert!(!Secret::new([8; 32]).verifies("csrf", "a", &signature));
    }
}
