/** Far more than any form has. */
export const MAX_FORM_FIELDS = 1000;

const BOUNDARY = /;\s*boundary=(?:"([^"\\]+)"|([^\s";,]+))\s*(?:;|$)/i;

/**
 * Whether a form has more fields than that, found before any of them is made: readers take microseconds and a hundred bytes
 * for a field of two bytes. Forms are recognised wherever their type is in the header, as the most lenient reader does.
 *
 * @param contentType of the request, as it was sent
 * @returns also true for parts that readers could divide in different ways: without a boundary, or with several
 */
export function hasMoreFields(contentType: string, body: Buffer, most: number = MAX_FORM_FIELDS): boolean {
  const type = contentType.toLowerCase();
  if (type.includes("application/x-www-form-urlencoded") && hasMore(body, "&", most - 1)) return true;
  if (!type.includes("multipart/form-data")) return false;
  if (type.split("boundary=").length !== 2) return true;
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  // The last one ends the form.
  return boundary === undefined || hasMore(body, `--${boundary}`, most + 1);
}

function hasMore(body: Buffer, text: string, most: number): boolean {
  let count = 0;
  for (let at = body.indexOf(text); at !== -1; at = body.indexOf(text, at + text.length)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}
