import { ConfigError, refuseStranger } from "@pragma/sdk/provider";
import { bucketName } from "../fields.ts";
import type { ObjectContext } from "./config.ts";
import type { Place } from "./inspect.ts";

const MAX_LENGTH = 512;

/** Bucket and key; null if that is too long, or no line of text. */
export function identityOf({ bucket, key }: Place): string | null {
  const identity = `${bucket}/${key}`;
  return identity.length > MAX_LENGTH || /[\p{Cc}\p{Cs}\ufffd]/u.test(identity) ? null : identity;
}

/** The place of an identity. @throws ConfigError if it names none */
export function placeOf(identity: string): Place {
  const [bucket = "", ...rest] = identity.split("/");
  const key = rest.join("/");
  if (bucketName.safeParse(bucket).success && key !== "") return { bucket, key };
  throw new ConfigError(`${JSON.stringify(identity)} names no object: it reads bucket/key`);
}

/** Refuses an object that was there before its resource. */
export function refuseForeign(ctx: ObjectContext): void {
  const { bucket, key } = ctx.config;
  refuseStranger(
    ctx,
    identityOf({ bucket, key }),
    `The object ${JSON.stringify(key)} of bucket "${bucket}" exists already`,
  );
}
