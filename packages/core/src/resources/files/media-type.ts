const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
// Every character between quotes can be read in only one way: a quote or backslash is escaped, or ends the text.
// Otherwise a text of quotes could be split in exponentially many ways, and the matcher would try each.
const QUOTED = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*"';
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?:[ \\t]*;[ \\t]*${TOKEN}=(?:${TOKEN}|${QUOTED}))*$`);

/** Whether a text is a media type that a `Content-Type` header can carry (RFC 9110, 8.3.1), at most 255 characters. */
export function isMediaType(text: string): boolean {
  return text.length <= 255 && MEDIA_TYPE.test(text);
}
