import fc from "fast-check";
import { hostileText } from "./hostile.ts";
import type { Text } from "./mark.ts";
import type { FuzzOperation } from "./operation.ts";
import { known } from "./path-and-query.ts";

type Header = readonly [string, Text];

/** Few keys, so that some requests are repetitions, and some are different ones under the same key. */
const IDEMPOTENCY_KEYS = ["k0", "k1", '"k2"', "k3", "k4"];

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

const entityTag: fc.Arbitrary<Text> = fc.oneof(
  { weight: 4, arbitrary: known("etag") },
  { weight: 2, arbitrary: fc.constant<Text>("*") },
  { weight: 1, arbitrary: fc.constantFrom<Text>('"x"', 'W/"x"', '"a", "b"', '"a" "b"', ",", '"', "junk") },
);

/** Headers that the operation uses, as the document names them. */
function meant({ parameters }: FuzzOperation): fc.Arbitrary<Header>[] {
  return parameters
    .filter((parameter) => parameter.in === "header")
    .map(({ name }) => {
      if (name === "Idempotency-Key")
        return fc.constantFrom<Text>(...IDEMPOTENCY_KEYS).map((key): Header => [name, key]);
      if (name === "Last-Event-ID") return known("last-event").map((id): Header => [name, id]);
      if (name === "traceparent") return fc.constant<Header>([name, TRACEPARENT]);
      if (name.startsWith("If-")) return entityTag.map((tag): Header => [name, tag]);
      return fc.constant<Header>([name, "request-7"]);
    });
}

/** Headers that should have no effect, or only their meaning in HTTP. */
const ODD: readonly Header[] = [
  ["Accept", "application/problem+json"],
  ["Accept", "application/problem+json;q=0, */*;q=0.1"],
  ["Accept", "text/event-stream"],
  ["Accept", ","],
  ["Accept-Encoding", "gzip, br"],
  ["Content-Encoding", "gzip"],
  ["Cookie", "a=b; __proto__=1"],
  ["Expect", "100-continue"],
  ["Expect", "teapot"],
  ["Forwarded", "for=_evil;host=evil.example"],
  ["If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ["Origin", "https://evil.example"],
  ["Origin", "null"],
  ["Range", "bytes=0-0,5-"],
  ["Sec-Fetch-Site", "cross-site"],
  ["Upgrade", "h2c"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-HTTP-Method-Override", "DELETE"],
];

/** @param noise percentage of headers with wrong values */
export function headersOf(operation: FuzzOperation, noise: number): fc.Arbitrary<Header[]> {
  const known = meant(operation).map((header) =>
    fc.option(
      header.chain(([name, value]) =>
        fc.oneof(
          { weight: 100 - noise, arbitrary: fc.constant<Header>([name, value]) },
          { weight: noise, arbitrary: hostileText.map((text): Header => [name, text]) },
        ),
      ),
      { freq: 1 },
    ),
  );
  const odd = fc.option(fc.constantFrom(...ODD), { freq: 1 + Math.floor(noise / 10) });
  return fc.tuple(...known, odd).map((all) => all.filter((header) => header !== null));
}
