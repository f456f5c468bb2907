import type { SignedUrl } from "@pragma/contract";
import { findCurrentFile } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";
import { signUrl } from "./signature.ts";

const VALID_SECONDS = 15 * 60;

/** An address that lets anyone download the present version of a file for 15 minutes. @throws DomainError not_found */
export async function signFileUrl(core: Core, { organizationId }: RequestContext, name: string): Promise<SignedUrl> {
  const file = await findCurrentFile(core.db.tenant(organizationId), name);
  if (!file) throw notFound("File");
  const expires = Math.ceil(Date.now() / 1000) + VALID_SECONDS;
  const { checksum } = file;
  return { url: signUrl(core, { organizationId, checksum }, name, expires), expires_in: VALID_SECONDS };
}
