import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Incoming } from "./request.ts";
import { S3Error } from "./s3-error.ts";

/** What the server knows. */
export interface Known {
  /** Secret keys by access keys. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const MAX_SKEW_MS = 15 * 60 * 1000;

/**
 * Checks who sent a request, and that nobody altered it: AWS Signature Version 4, in the header Authorization, as the guide "Authenticating
 * Requests (AWS Signature Version 4)" of the S3 API says.
 *
 * @returns the access key
 */
export function verifySignature(request: Incoming, { secrets, region, now }: Known): string {
  const given = readAuthorization(request);
  const secret = secrets.get(given.accessKey);
  if (secret === undefined) {
    throw new S3Error(403, "InvalidAccessKeyId", "The access key that you gave is not in our records.");
  }
  checkScope(given, region);
  checkTime(given, request, now);
  checkCoverage(given, request);
  const expected = signatureOf(request, { ...given, secret });
  if (!isEqual(expected, given.signature)) {
    throw new S3Error(403, "SignatureDoesNotMatch", "The signature is not the one that this request should have.");
  }
  checkBody(request);
  return given.accessKey;
}

interface Authorization {
  accessKey: string;
  /** As yyyymmdd. */
  day: string;
  region: string;
  signedHeaders: string[];
  signature: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^ ,]+), ?Signature=([0-9a-f]{64})$/;

function readAuthorization({ headers }: Incoming): Authorization {
  const text = headers["authorization"];
  if (text === undefined) throw new S3Error(403, "AccessDenied", "The request is not signed.");
  const parts = AUTHORIZATION.exec(text);
  if (!parts) throw new S3Error(400, "AuthorizationHeaderMalformed", "The authorization header cannot be read.");
  const [, accessKey = "", day = "", region = "", signed = "", signature = ""] = parts;
  return { accessKey, day, region, signedHeaders: signed.split(";"), signature };
}

function checkScope({ region }: Authorization, expected: string): void {
  if (region === expected) return;
  const message = `The region '${region}' is wrong; expecting '${expected}'`;
  throw new S3Error(400, "AuthorizationHeaderMalformed", message, { details: { Region: expected } });
}

function checkTime({ day }: Authorization, { headers }: Incoming, now: number): void {
  const stamp = headers["x-amz-date"] ?? "";
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const skew = Math.abs(now - Date.parse(iso));
  if (skew <= MAX_SKEW_MS && stamp.startsWith(day)) return;
  const details = { RequestTime: stamp, ServerTime: new Date(now).toISOString() };
  throw new S3Error(403, "RequestTimeTooSkewed", "The times of request and server differ too much.", { details });
}

/** What is not signed, anybody on the way could alter. */
function checkCoverage({ signedHeaders }: Authorization, { headers }: Incoming): void {
  const demanded = Object.keys(headers).filter(
    (name) => name === "host" || name.startsWith("x-amz-") || name === "content-md5",
  );
  const left = demanded.filter((name) => !signedHeaders.includes(name));
  if (left.length === 0) return;
  throw new S3Error(403, "AccessDenied", "There were headers which are not signed.", {
    details: { HeadersNotSigned: left.join(", ") },
  });
}

function checkBody({ headers, body }: Incoming): void {
  if (headers["x-amz-content-sha256"] !== sha256(body)) {
    throw new S3Error(400, "XAmzContentSHA256Mismatch", "The body has another hash than the one that was signed.");
  }
  const md5 = headers["content-md5"];
  if (md5 !== undefined && md5 !== createHash("md5").update(body).digest("base64")) {
    throw new S3Error(400, "BadDigest", "The Content-MD5 is not that of the body.");
  }
}

function signatureOf(request: Incoming, given: Authorization & { secret: string }): string {
  const { headers } = request;
  const { secret, day, region, signedHeaders } = given;
  const canonical = [
    request.method,
    encode(decodeURIComponent(request.rawPath), { slash: true }),
    canonicalQuery(request),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signedHeaders.join(";"),
    headers["x-amz-content-sha256"] ?? "",
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"] ?? "", scope, sha256(canonical)].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${secret}`);
  return hmac(key, toSign).toString("hex");
}

function canonicalQuery({ query }: Incoming): string {
  const parts = query.map(([name, value]) => [encode(name), encode(value)] as const);
  return parts
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Every byte but the unreserved ones, as `%XX`. */
function encode(text: string, { slash = false } = {}): string {
  const bytes = [...Buffer.from(text, "utf8")];
  return bytes
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      if (/[A-Za-z0-9._~-]/.test(sign) || (slash && sign === "/")) return sign;
      return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
