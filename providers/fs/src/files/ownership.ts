import { AlreadyExists, type ProviderContext } from "@pragma/sdk/provider";

/** What tells a resource's own thing from somebody else's. */
export type Standing = Pick<ProviderContext<object, object>, "outputs" | "mayExist" | "observed">;

/**
 * Throws AlreadyExists for what was there before its resource.
 *
 * @param path absolute
 * @param shown as the config has it
 */
export function refuseStranger(path: string, shown: string, { outputs, mayExist, observed }: Standing): void {
  if (outputs !== null || mayExist || observed) return;
  throw new AlreadyExists(path, `${shown} exists already`);
}

const MAX_IDENTITY_LENGTH = 512;

/** The identity of what is at an absolute path; null if that is too long, or no line of text. */
export function identityOf(path: string): string | null {
  return path.length > MAX_IDENTITY_LENGTH || /[\p{Cc}\p{Cs}\ufffd]/u.test(path) ? null : path;
}
