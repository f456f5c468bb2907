import { lchownSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Changes the owner of a folder and everything in it. Links are changed, not followed. A file with a second hard link
 * stays root's: it might be one of the platform's own, linked by an earlier program.
 */
export function handOverFiles(path: string, uid: number): void {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) {
    if (stats.nlink === 1 || stats.uid !== 0) lchownSync(path, uid, uid);
    return;
  }
  lchownSync(path, uid, uid);
  for (const name of readdirSync(path)) handOverFiles(join(path, name), uid);
}
