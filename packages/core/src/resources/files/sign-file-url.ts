import type { SignedUrl } from "@pragma/contract";
import { findCurrentFile } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { signUrl } from "../built-ins/file/signature.ts";

const VALID_SECONDS = 15 * 60;

/** A URL that lets anyone download the current version of a file for 15 minutes. @throws DomainError not_found */
export async function signFileUrl(core: Core, { organizationId }: RequestContext, name: string): Promise<SignedUrl> {
  const file = await findCurrentFile(core.db.tenant(organizationId), name);
  if (!file) throw notFound("File");
  const expires = Math.ceil(Date.now() / 1000) + VALID_SECONDS;
  const { checksum } = file;
  return { url: signUrl(core.services, { organizationId, checksum }, name, expires), expires_in: VALID_SECONDS };
}
