import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withClient } from "@pragma/testing";
import { ROOT } from "./reader.ts";

/** Runs the SQL of a page that its reader is told to run, one statement at a time: some cannot be one of several. */
export async function runSqlOf(page: string, url: string): Promise<void> {
  const text = await readFile(join(ROOT, page), "utf8");
  const sql = [...text.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block).join("");
  const statements = sql.split(/;\n/).filter((statement) => statement !== "");
  await withClient(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}
