// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Foreign text made safe for a terminal: without sequences that move the cursor, change colors or the direction of
 * writing. Otherwise a provider's error could overwrite the lines above it. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(CONTROL, "\ufffd");
}

/** The same, as one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s*[\r\n]+\s*/g, " ").replace(/\t/g, " "));
}
