import { addOrganization, type TestOrganization } from "@pragma/testing/organization";
import type { Bench, Case } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { peakMemoryMiB } from "../stack/process-facts.ts";
import { type Stack, startStack } from "../stack/stack.ts";

const ROWS = 600;
const AT_ONCE = 8;
const MEBIBYTE = 2 ** 20;

/** Pages of a thousand where each row holds a megabyte, one at a time and eight at once: memory must not follow them. */
export const largePages: Case = { name: "large-pages", title: "Pages of configs of a megabyte", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    await stack.stopWorker();
    const tenant = await addOrganization(stack.pool, "large");
    bench.note(`seeding ${ROWS} rows of a megabyte`);
    await seedLarge(stack, tenant.organizationId);
    const before = peakMemoryMiB(stack.apiPid);
    const times: number[] = [];
    let bytes = 0;
    for (let index = 0; index < bench.runs; index++) {
      const start = performance.now();
      bytes = await page(stack, tenant);
      times.push(performance.now() - start);
    }
    const alone = peakMemoryMiB(stack.apiPid);
    await Promise.all(Array.from({ length: AT_ONCE }, () => page(stack, tenant)));
    const peak = peakMemoryMiB(stack.apiPid);
    return [
      {
        path: `${AT_ONCE} pages of configs of 1 MB at once: API memory at its peak`,
        figure: `${Math.round(peak)} MiB`,
        beside: `${Math.round(alone)} MiB after one at a time, ${Math.round(before)} MiB before`,
        value: peak,
        unit: "MiB",
        target: { atMost: 350 },
        details: { mebibytes_of_a_page: bytes / MEBIBYTE, milliseconds: median(times) },
      },
    ];
  } finally {
    await stack.stop();
  }
}

/** Bytes of the first page. */
async function page(stack: Stack, { token }: TestOrganization): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${stack.apiUrl}/resources/?limit=1000`, { headers });
  if (!answer.ok) throw new Error(`A page was answered ${answer.status}: ${await answer.text()}`);
  const reader = answer.body?.getReader();
  let bytes = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) bytes += part.value.length;
  return bytes;
}

/** Text that PostgreSQL cannot compress, a megabyte of it in each row. */
async function seedLarge(stack: Stack, organizationId: string): Promise<void> {
  await stack.pool.query(
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, tags, lifecycle_state, applied_by)
     SELECT $1, 'bench/file/' || n, 'resource:bench_file_' || n, 'bench', 'file', n::text,
       json_build_object('content', (SELECT string_agg(md5(n || ':' || i), '') FROM generate_series(1, 31250) AS i)),
       '{}', 'draft', '{}'
     FROM generate_series(1, $2::int) AS n`,
    [organizationId, ROWS],
  );
}
