import pg from "pg";

const TIMESTAMPTZ = 1184;
const JSON_TYPES = new Set([114, 3802]);

/** `2026-11-24 15:48:14.1+00`, as a session in UTC writes it, to `2026-11-24T15:48:14.100Z`. */
function timestampToIso(text: string): string {
  const fraction = text.length > 22 ? text.slice(20, -3) : "";
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}

const asText = (text: string): string => text;

/**
 * Type parsers that leave JSON as text: most rows are passed on to a client unparsed. `bigint` stays text, as a
 * JavaScript number cannot hold it.
 */
export const rawTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (format === "binary") return pg.types.getTypeParser(oid, "binary");
    if (JSON_TYPES.has(oid)) return asText;
    if (oid === TIMESTAMPTZ) return timestampToIso;
    return pg.types.getTypeParser(oid, "text");
  },
};
