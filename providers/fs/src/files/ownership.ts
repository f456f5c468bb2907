import { refuseStranger, type Standing } from "@pragma/sdk/provider";

/**
 * Throws AlreadyExists for what was there before its resource.
 *
 * @param path absolute
 * @param shown as the config has it
 */
export function refuseForeign(ctx: Standing, path: string, shown: string): void {
  refuseStranger(ctx, identityOf(path), `${shown} exists already`);
}

const MAX_IDENTITY_LENGTH = 512;

/** The identity of what is at an absolute path; null if that is too long, or no line of text. */
export function identityOf(path: string): string | null {
  return path.length > MAX_IDENTITY_LENGTH || /[\p{Cc}\p{Cs}\ufffd]/u.test(path) ? null : path;
}
