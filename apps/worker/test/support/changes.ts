import { type Change, type ChangeInput, changeInputSchema, changeSchema } from "@pragma/contract";
import { askAboutChange, getChange, type PresentedChange, planChange } from "@pragma/core/changes";
import { PROVIDERS } from "@pragma/core/provider-calls";
import { waitUntil } from "./wait-until.ts";
import type { World } from "./world.ts";

/** A change as clients see it. */
export const shownChange = ({ body }: PresentedChange): Change => changeSchema.parse(JSON.parse(body));

export const changeInput = (input: object): ChangeInput => changeInputSchema.parse(input);

export async function readChange({ core, context }: World, id: string): Promise<Change> {
  return shownChange(await getChange(core, context, id));
}

/** Plans documents as the API does, which asks providers first. */
export async function planDocuments({ core, context }: World, documents: object[], more: object = {}): Promise<Change> {
  const input = changeInput({ documents, ...more });
  const answers = await askAboutChange(core, context, input, PROVIDERS);
  return shownChange(await planChange(core, context, input, answers));
}

/** Waits until a change that is applied is over. @returns its status then */
export async function settledChange(world: World, id: string, patienceMs?: number): Promise<Change["status"]> {
  const read = () => readChange(world, id);
  const isOver = async () => !["planned", "applying"].includes((await read()).status);
  await waitUntil(isOver, read, patienceMs);
  return (await read()).status;
}
