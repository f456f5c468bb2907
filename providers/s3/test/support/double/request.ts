import type { IncomingMessage } from "node:http";

/** A request as it came. */
export interface Incoming {
  method: string;
  /** Before the `?`, as it was sent. */
  rawPath: string;
  /** In the order and the form they were sent, decoded. */
  query: readonly (readonly [name: string, value: string])[];
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** Reads a request whole. */
export async function readRequest(message: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const [rawPath = "/", ...rest] = (message.url ?? "/").split("?");
  const headers = Object.entries(message.headersDistinct).map(([name, values]) => [name, (values ?? []).join(",")]);
  return {
    ...{ method: message.method ?? "GET", rawPath, body: Buffer.concat(chunks) },
    query: rest.join("?").split("&").filter(Boolean).map(readParameter),
    headers: Object.fromEntries(headers),
  };
}

/** The value of a parameter; undefined if the request has none of that name. */
export function parameter({ query }: Incoming, name: string): string | undefined {
  return query.find(([other]) => other === name)?.[1];
}

function readParameter(text: string): [string, string] {
  const [name = "", ...value] = text.split("=");
  return [decodeURIComponent(name), decodeURIComponent(value.join("="))];
}
