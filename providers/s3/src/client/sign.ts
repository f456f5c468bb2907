import { createHash } from "node:crypto";
import aws4 from "aws4";
import type { Server } from "../fields.ts";
import type { Address } from "./address.ts";

/** A request before it is signed. Names of headers are in lower case; one with a body has a `content-type`. */
export interface Unsigned {
  method: string;
  address: Address;
  /** With its `?`, or empty. */
  query: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/**
 * Headers of a request, with its signature (AWS Signature Version 4). The body's hash is part of it, so that nobody between here and the
 * server can exchange the body.
 */
export function signedHeaders(
  { access_key: accessKeyId, secret_key: secretAccessKey, region }: Server,
  { method, address: { host, path }, query, headers, body }: Unsigned,
): Record<string, string> {
  const signed = aws4.sign(
    {
      ...{ service: "s3", region, method, host, path: `${path}${query}` },
      headers: {
        ...headers,
        host,
        "content-length": String(body.length),
        "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
      },
    },
    { accessKeyId, secretAccessKey },
  );
  return signed.headers as Record<string, string>;
}
