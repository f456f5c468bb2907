import { createHmac, timingSafeEqual } from "node:crypto";
import type { Json } from "@pragma/contract";
import { mapJson } from "@pragma/language";
import type { Services } from "../../../foundation/unit-of-work/services.ts";

const PURPOSE = "pragma file address v1";
const DAY_SECONDS = 86_400;
/** Minimum validity of a URL when it is shown. */
const VALID_DAYS = 7;
const ORGANIZATION_BYTES = 16;
const CHECKSUM_BYTES = 32;
const MAC_BYTES = 32;
const SIGNED_QUERY = /(\/files\/[^/\s?"]+\/download)\?[^\s"]*/g;

/** The grant of a valid signature. */
export interface SignedFile {
  organizationId: string;
  checksum: string;
}

/**
 * A URL that lets anyone download one version of a file for 7 to 8 days. It expires at midnight (UTC), so the URL is
 * the same all day and responses can be cached.
 * @param checksum `sha256:…`
 */
export function signPublicUrl(
  services: Pick<Services, "keyring" | "settings">,
  organizationId: string,
  name: string,
  checksum: string,
  now: number = Date.now(),
): string {
  const expires = (Math.floor(now / 1000 / DAY_SECONDS) + VALID_DAYS + 1) * DAY_SECONDS;
  return signUrl(services, { organizationId, checksum }, name, expires);
}

/**
 * A URL that lets anyone download one version of a file until it expires.
 * @param expires seconds since the epoch
 */
export function signUrl(
  services: Pick<Services, "keyring" | "settings">,
  { organizationId, checksum }: SignedFile,
  name: string,
  expires: number,
): string {
  const subject = Buffer.concat([
    Buffer.from(organizationId.replaceAll("-", ""), "hex"),
    Buffer.from(checksum.slice("sha256:".length), "hex"),
  ]);
  const [key] = services.keyring.deriveKeys(PURPOSE);
  const signature = Buffer.concat([subject, mac(key as Buffer, subject, name, expires)]).toString("base64url");
  return `${fileUrl(services, name)}?expires=${expires}&signature=${signature}`;
}

/** The URL for clients with `resources:read`. */
export function fileUrl(services: Pick<Services, "settings">, name: string): string {
  return `${services.settings.publicApiUrl}/files/${encodeURIComponent(name)}/download`;
}

/**
 * Checks the `expires` and `signature` of a public URL.
 * @returns the version that it grants, or null if it is forged, for another name, or expired
 */
export function verifySignature(
  services: Pick<Services, "keyring">,
  name: string,
  { expires, signature }: { expires: string; signature: string },
  now: number = Date.now(),
): SignedFile | null {
  const bytes = Buffer.from(signature, "base64url");
  const end = Number(expires);
  if (bytes.length !== ORGANIZATION_BYTES + CHECKSUM_BYTES + MAC_BYTES || !/^[0-9]{1,12}$/.test(expires)) return null;
  if (end * 1000 <= now) return null;
  const subject = bytes.subarray(0, ORGANIZATION_BYTES + CHECKSUM_BYTES);
  const given = bytes.subarray(ORGANIZATION_BYTES + CHECKSUM_BYTES);
  const valid = services.keyring
    .deriveKeys(PURPOSE)
    .some((key) => timingSafeEqual(mac(key, subject, name, end), given));
  if (!valid) return null;
  const organization = subject.toString("hex", 0, ORGANIZATION_BYTES);
  return {
    organizationId: organization.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    checksum: `sha256:${subject.toString("hex", ORGANIZATION_BYTES)}`,
  };
}

function mac(key: Buffer, subject: Buffer, name: string, expires: number): Buffer {
  return createHmac("sha256", key).update(subject).update(`${expires}\n${name}`).digest();
}

/** A value without the signatures of file URLs, for comparisons: the checksum already reveals changed content. */
export function withoutSignatures({ settings: { publicApiUrl } }: Pick<Services, "settings">, value: Json): Json {
  return mapJson(value, (item) =>
    typeof item === "string" && item.includes(publicApiUrl) ? item.replace(SIGNED_QUERY, "$1") : undefined,
  );
}
