import type { Settings } from "../../foundation/common/settings.ts";
import { archiveIssue, archiveTooLarge, shown } from "./archive-issue.ts";
import { archivePath, linkTarget } from "./archive-path.ts";

/** The header of an entry. */
export interface ArchiveEntry {
  name: string;
  type: string | null;
  size: number;
  linkname: string | null;
  /** Has attributes of sparse files, whose size is not what it seems. */
  sparse: boolean;
}

export type ArchiveLimits = Pick<Settings, "maxArchiveBytes" | "maxUnpackedBytes" | "maxArchiveFiles">;

type Kind = "file" | "folder" | "link";

const KINDS: Readonly<Record<string, Kind | "hard link">> = {
  file: "file",
  "contiguous-file": "file",
  directory: "folder",
  symlink: "link",
  link: "hard link",
};

/**
 * The files that an archive would unpack to. Checks each entry as it arrives, so that unpacking it later meets nothing
 * that leads out of its folder, and nothing but files, folders and links.
 */
export class ArchiveTree {
  readonly #limits: ArchiveLimits;
  readonly #kinds = new Map<string, Kind>();
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /**
   * Adds the next entry.
   * @returns its path segments
   * @throws DomainError validation_failed, payload_too_large
   */
  add(entry: ArchiveEntry): string[] {
    const names = archivePath(entry.name);
    const kind = KINDS[entry.type ?? ""];
    if (kind === undefined || entry.sparse)
      throw this.#refuse(entry, `is a ${entry.type ?? "file"} of a kind that is not allowed`);
    this.#count(entry);
    if (kind !== "file" && entry.size > 0) throw this.#refuse(entry, "has content, but is not a file");
    if (names.length === 0) {
      if (kind !== "folder") throw this.#refuse(entry, "would replace the folder it is unpacked to");
      return names;
    }
    this.#addFolders(entry, names.slice(0, -1));
    if (kind === "link") this.#checkLink(entry, names);
    if (kind === "hard link") this.#checkHardLink(entry);
    this.#put(entry, names.join("/"), kind === "hard link" ? "file" : kind);
    return names;
  }

  /** Whether there is a file, or a link that may lead to one. */
  hasFile(path: string): boolean {
    const kind = this.#kinds.get(path);
    return kind === "file" || kind === "link";
  }

  /** The single folder that contains everything, as from `npm pack`; undefined if there are others, or loose files. */
  topFolder(): string | undefined {
    const [first = ""] = this.#kinds.keys();
    const top = first.split("/")[0] ?? "";
    if (this.#kinds.get(top) !== "folder") return undefined;
    for (const path of this.#kinds.keys()) if (path !== top && !path.startsWith(`${top}/`)) return undefined;
    return top;
  }

  #count({ size }: ArchiveEntry): void {
    const { maxArchiveFiles, maxUnpackedBytes } = this.#limits;
    if (++this.#entries > maxArchiveFiles) throw archiveTooLarge(`holds more than ${maxArchiveFiles} files`);
    this.#bytes += size;
    if (this.#bytes > maxUnpackedBytes) throw archiveTooLarge(`unpacks to more than ${maxUnpackedBytes} bytes`);
  }

  /** Adds the parent folders of an entry, which need no entries of their own. */
  #addFolders(entry: ArchiveEntry, names: readonly string[]): void {
    for (let depth = 1; depth <= names.length; depth++) {
      const path = names.slice(0, depth).join("/");
      const kind = this.#kinds.get(path);
      if (kind === "link") throw this.#refuse(entry, `lies behind the link ${shown(path)}`);
      if (kind === "file") throw this.#refuse(entry, `lies in ${shown(path)}, which is a file`);
      if (kind === undefined) this.#put(entry, path, "folder");
    }
  }

  #checkLink(entry: ArchiveEntry, names: readonly string[]): void {
    if (linkTarget(names.slice(0, -1), entry.linkname ?? "") === null) {
      throw this.#refuse(entry, `is a link that leads out of the archive: ${shown(entry.linkname ?? "")}`);
    }
  }

  /** A hard link's target is a path from the root of the archive. */
  #checkHardLink(entry: ArchiveEntry): void {
    const target = archivePath(entry.linkname ?? "").join("/");
    if (this.#kinds.get(target) === "file") return;
    throw this.#refuse(entry, `is a hard link to ${shown(target)}, which is not a file that comes before it`);
  }

  #put(entry: ArchiveEntry, path: string, kind: Kind): void {
    const known = this.#kinds.get(path);
    if (known === "folder" && kind === "folder") return;
    if (known !== undefined) throw this.#refuse(entry, "is there twice");
    this.#kinds.set(path, kind);
    // Folders without an entry of their own count too: each path may imply dozens.
    if (this.#kinds.size > 2 * this.#limits.maxArchiveFiles) {
      throw archiveTooLarge(`holds more than ${this.#limits.maxArchiveFiles} files`);
    }
  }

  #refuse({ name }: ArchiveEntry, msg: string) {
    return archiveIssue(`${shown(name)} ${msg}`, "archive_entry", name);
  }
}
