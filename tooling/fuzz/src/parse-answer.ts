import type { FuzzAnswer } from "@pragma/testing/fuzz";

/**
 * The last answer in what a server wrote on a connection, an interim one (`100 Continue`) left out.
 * @param isWhole whether the server ended the connection by itself
 * @returns null if there is none, or only a part of its head
 */
export function parseAnswer(received: Buffer, isWhole: boolean): FuzzAnswer | null {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [statusLine = "", ...lines] = received.subarray(0, end).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
  const rest = received.subarray(end + 4);
  if (status >= 100 && status < 200) return parseAnswer(rest, isWhole);
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  if (headers.get("transfer-encoding") !== "chunked") {
    // Bytes that follow are the answer to what a broken request had left.
    const length = Number(headers.get("content-length") ?? rest.length);
    return { status, headers, text: rest.subarray(0, length).toString("utf8"), isWhole };
  }
  const { bytes, isComplete } = unchunked(rest);
  return { status, headers, text: bytes.toString("utf8"), isWhole: isWhole && isComplete };
}

function unchunked(coded: Buffer): { bytes: Buffer; isComplete: boolean } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = coded.indexOf("\r\n", at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(coded.subarray(at, lineEnd).toString("latin1"), 16);
    if (size === 0 || Number.isNaN(size)) return { bytes: Buffer.concat(chunks), isComplete: size === 0 };
    chunks.push(coded.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
