import { lockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** The metadata of one version of a file. */
export interface FileRow {
  checksum: string;
  content_type: string;
  size: number;
  uploaded_at: string;
}

export type FileSource = "upload" | "content";

const columns = "checksum, content_type, size, uploaded_at";

const put = tenantStatement(
  "put_file",
  `INSERT INTO files (organization_id, name, checksum, content_type, size, source, uploaded_at)
   VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
   ON CONFLICT (organization_id, name, checksum) DO UPDATE
   SET content_type = EXCLUDED.content_type, source = EXCLUDED.source,
       uploaded_at = CASE WHEN files.source = EXCLUDED.source AND EXCLUDED.source = 'content'
         THEN files.uploaded_at ELSE EXCLUDED.uploaded_at END
   RETURNING ${columns}`,
);

const replaceUploadsStatement = tenantStatement(
  "replace_uploads",
  `UPDATE files SET source = 'replaced'
   WHERE organization_id = $1 AND name = $2 AND checksum <> $3 AND source = 'upload'`,
);

const newest = tenantStatement(
  "newest_file",
  `SELECT ${columns} FROM files WHERE organization_id = $1 AND name = $2 AND source = $3
   ORDER BY uploaded_at DESC, checksum LIMIT 1`,
);

const version = tenantStatement(
  "file_version",
  `SELECT ${columns} FROM files WHERE organization_id = $1 AND name = $2 AND checksum = $3`,
);

const keep = lockingStatement(
  tenantStatement(
    "keep_file_version",
    "SELECT 1 FROM files WHERE organization_id = $1 AND name = $2 AND checksum = $3 FOR NO KEY UPDATE",
  ),
);

const current = tenantStatement(
  "current_file",
  `SELECT ${columns}
   FROM files f
   WHERE organization_id = $1 AND name = $2
   ORDER BY (checksum = (
     SELECT r.outputs->>'checksum' FROM resources r WHERE r.organization_id = $1 AND r.key = 'pragma/file/' || $2
   )) IS TRUE DESC, uploaded_at DESC, checksum
   LIMIT 1`,
);

const removeOld = tenantStatement(
  "remove_old_files",
  `DELETE FROM files WHERE organization_id = $1 AND name = $2 AND checksum <> $3
     AND checksum IS DISTINCT FROM (
       SELECT r.outputs->>'checksum' FROM resources r WHERE r.organization_id = $1 AND r.key = 'pragma/file/' || $2
     )
   RETURNING checksum`,
);

const removeAll = tenantStatement(
  "remove_files",
  "DELETE FROM files WHERE organization_id = $1 AND name = $2 RETURNING checksum",
);

/** Records a version of a file. The same bytes again renew it; the same `content` again changes nothing. */
export async function putFile(
  tenant: Tenant,
  name: string,
  file: { checksum: string; contentType: string; size: number; source: FileSource },
): Promise<FileRow> {
  const { checksum, contentType, size, source } = file;
  const row = await tenant.queryOne<FileRow>(put, name, checksum, contentType, size, source);
  return row as FileRow;
}

/** Keeps earlier uploads from coming back when the content is removed; they are served until the content is ready. */
export async function replaceUploads(tenant: Tenant, name: string, by: string): Promise<void> {
  await tenant.query(replaceUploadsStatement, name, by);
}

/** The latest version from this source. */
export function findNewestFile(tenant: Tenant, name: string, source: FileSource): Promise<FileRow | undefined> {
  return tenant.queryOne<FileRow>(newest, name, source);
}

/** One version. */
export function findFileVersion(tenant: Tenant, name: string, checksum: string): Promise<FileRow | undefined> {
  return tenant.queryOne<FileRow>(version, name, checksum);
}

/** Keeps an existing version from being deleted until the transaction ends. @returns false if it does not exist */
export async function keepFileVersion(tenant: Tenant, name: string, checksum: string): Promise<boolean> {
  return (await tenant.queryOne(keep, name, checksum)) !== undefined;
}

/** The version in the resource's outputs; before its first success, the newest. */
export function findCurrentFile(tenant: Tenant, name: string): Promise<FileRow | undefined> {
  return tenant.queryOne<FileRow>(current, name);
}

/** Deletes all versions of a file except the given one and the one in the resource's outputs. @returns checksums */
export async function removeOldFiles(tenant: Tenant, name: string, keep: string): Promise<string[]> {
  const rows = await tenant.query<{ checksum: string }>(removeOld, name, keep);
  return rows.map((row) => row.checksum);
}

/** Deletes all versions of a file. @returns checksums */
export async function removeFiles(tenant: Tenant, name: string): Promise<string[]> {
  const rows = await tenant.query<{ checksum: string }>(removeAll, name);
  return rows.map((row) => row.checksum);
}
