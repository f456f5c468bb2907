const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
// Of what stands between quotes, no character can be read in two ways: a quote or a backslash is escaped, or it ends
// the text. Otherwise a text of quotes could be taken apart in exponentially many ways, and each would be tried.
const QUOTED = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*"';
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?:[ \\t]*;[ \\t]*${TOKEN}=(?:${TOKEN}|${QUOTED}))*$`);

/** Whether a text is a media type as a `Content-Type` header may carry it (RFC 9110, 8.3.1), at most 255 characters. */
export function isMediaType(text: string): boolean {
  return text.length <= 255 && MEDIA_TYPE.test(text);
}
