import { DomainError, validationError } from "../../common/errors.ts";

/** The multipart field that an archive comes in. */
const FIELD = ["body", "code"] as const;

/** Long enough to find the file by. */
const SHOWN_CHARACTERS = 200;

/** 422: something in the archive is not acceptable. `path` tells which file it is about. */
export function archiveIssue(msg: string, type: string, ...path: string[]): DomainError {
  return validationError([{ loc: [...FIELD, ...path.map(shown)], msg, type }]);
}

/** 400: it is no archive. */
export function invalidArchive(reason: string): DomainError {
  return new DomainError("invalid_archive", `The upload is not a gzip-compressed tar archive: ${reason}`);
}

/** 413 */
export function archiveTooLarge(what: string): DomainError {
  return new DomainError("payload_too_large", `The archive ${what}`);
}

/** A name from outside, without what would garble a terminal or a log. */
export function shown(name: string): string {
  const cut = name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
  return JSON.stringify(cut.toWellFormed())
    .slice(1, -1)
    .replace(/\u007f/g, "\\u007f");
}
