import { DomainError, validationError } from "../../foundation/common/errors.ts";

/** The multipart field that contains the archive. */
const FIELD = ["body", "code"] as const;

/** Long enough to identify the file. */
const SHOWN_CHARACTERS = 200;

/** 422: the archive contains something unacceptable. `path` names the file concerned. */
export function archiveIssue(msg: string, type: string, ...path: string[]): DomainError {
  return validationError([{ loc: [...FIELD, ...path.map(shown)], msg, type }]);
}

/** 400: it is not an archive. */
export function invalidArchive(reason: string): DomainError {
  return new DomainError("invalid_archive", `The upload is not a gzip-compressed tar archive: ${reason}`);
}

/** 413 */
export function archiveTooLarge(what: string): DomainError {
  return new DomainError("payload_too_large", `The archive ${what}`);
}

/** A name from outside, without characters that would garble a terminal or a log. */
export function shown(name: string): string {
  const cut = name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
  return JSON.stringify(cut.toWellFormed())
    .slice(1, -1)
    .replace(/\u007f/g, "\\u007f");
}
