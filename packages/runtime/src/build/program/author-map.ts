const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** The needed part of a source map of version 3. */
export interface MapFile {
  sources: readonly string[];
  mappings: string;
}

/** A position in the bundle and its origin: column, source, line and column there. */
type Segment = [column: number, source: number, line: number, originalColumn: number];

/**
 * A source map of only the author's own files, as a comment for the end of the bundle. Other files would be most of the
 * map, and mean nothing to the author.
 *
 * @param root the folder of the author's files, as the map names it, with a `/` at the end
 */
export function authorMapComment(map: MapFile, root: string): string {
  const sources = map.sources.filter((source) => source.startsWith(root) && !source.includes("/node_modules/"));
  const numbers = map.sources.map((source) => sources.indexOf(source));
  const lines = decode(map.mappings).map((line) =>
    line.flatMap(([column, source, ...original]): Segment[] => {
      const number = numbers[source] ?? -1;
      return number < 0 ? [] : [[column, number, ...original]];
    }),
  );
  const own = {
    version: 3,
    sources: sources.map((source) => source.slice(root.length)),
    names: [],
    mappings: encode(lines),
  };
  const encoded = Buffer.from(JSON.stringify(own)).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

function decode(mappings: string): Segment[][] {
  let [source, line, originalColumn] = [0, 0, 0];
  return mappings.split(";").map((text) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const encoded of text === "" ? [] : text.split(",")) {
      const [toColumn = 0, toSource, toLine = 0, toOriginal = 0] = numbersOf(encoded);
      column += toColumn;
      // A single number means no source.
      if (toSource === undefined) continue;
      source += toSource;
      line += toLine;
      originalColumn += toOriginal;
      segments.push([column, source, line, originalColumn]);
    }
    return segments;
  });
}

function encode(lines: readonly Segment[][]): string {
  let [source, line, originalColumn] = [0, 0, 0];
  const texts = lines.map((segments) => {
    let column = 0;
    return segments
      .map(([toColumn, toSource, toLine, toOriginal]) => {
        const steps = [toColumn - column, toSource - source, toLine - line, toOriginal - originalColumn];
        [column, source, line, originalColumn] = [toColumn, toSource, toLine, toOriginal];
        return steps.map(textOf).join("");
      })
      .join(",");
  });
  return texts.join(";").replace(/;+$/, "");
}

/** Numbers in base 64, the lowest digits first: the highest bit says that more follow, the lowest bit is the sign. */
function numbersOf(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = VALUES.get(digit) ?? 0;
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function textOf(number: number): string {
  let value = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const bits = value & 31;
    value >>>= 5;
    text += DIGITS[value > 0 ? bits | 32 : bits];
  } while (value > 0);
  return text;
}
