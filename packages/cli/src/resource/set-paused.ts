import type { Resource } from "@pragma/sdk";
import type { Session } from "../session/session.ts";
import { changeResource } from "./change-resource.ts";
import { resourceTable } from "./resource-table.ts";

/** Pauses or resumes resources, one after the other, and shows them. The rest of how they are handled stays. */
export async function setPaused(session: Session, ids: readonly string[], paused: boolean): Promise<void> {
  const client = await session.client();
  const changed: Resource[] = [];
  for (const id of new Set(ids)) {
    changed.push(
      await changeResource(client, id, ({ handling }) =>
        (handling?.paused ?? false) === paused ? null : { handling: { ...handling, paused } },
      ),
    );
  }
  await session.emit(changed, () => resourceTable(changed, session.style));
}
