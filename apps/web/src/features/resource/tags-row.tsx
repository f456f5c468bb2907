"use client";

import { type ApplyInput, type KeptField, MAX_TAG_LENGTH, type Resource, resourceKey } from "@pragma/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Input } from "~/components/ui/field.tsx";
import { asInput } from "~/features/resource-elements/resource-facts.ts";
import { Link } from "~/features/shell/link.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";
import { keepFocus } from "~/lib/keep-focus.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { useSettle } from "./use-resource-mutations.ts";

/** Changes fields beside the config of a resource that is shown. */
export type ChangeMetadata = (metadata: Pick<ApplyInput, KeptField>, onSuccess?: () => void) => void;

interface TagsRowProps {
  resource: Resource;
  editable: boolean;
  busy: boolean;
  change: ChangeMetadata;
}

/** The tags of a resource, each a link to all that have it. */
export function TagsRow({ resource, editable, busy, change }: TagsRowProps) {
  const restore = useRestoreTag(resourceKey(resource));
  const tags = resource.tags ?? [];
  const removeTag = (tag: string): void =>
    change({ tags: tags.filter((other) => other !== tag) }, () => {
      const undo = (): void => restore.mutate({ tag, place: tags.indexOf(tag) });
      toast.success(`Tag ${tag} removed`, { action: { label: "Undo", onClick: undo } });
      keepFocus();
    });
  return (
    <div>
      <h3 className="mb-1.5 text-xs font-medium text-ink-faint">Tags</h3>
      {tags.length === 0 ? <p className="text-ink-soft">None</p> : null}
      <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li
            key={tag}
            className="flex min-h-6 max-w-full items-center gap-1 rounded-full bg-draft-soft pl-2.5 text-xs font-medium text-draft-text last:pr-0"
          >
            <Link
              href={resourcesHref({ tags: tag })}
              prefetch={false}
              title={`All resources with the tag ${tag}`}
              className="truncate py-1 pr-1 underline-offset-4 hover:underline"
            >
              {tag}
            </Link>
            {editable ? (
              <button
                type="button"
                aria-label={`Remove tag ${tag}`}
                disabled={busy}
                onClick={() => removeTag(tag)}
                className="-ml-1 grid size-6 shrink-0 place-items-center rounded-full hover:text-ink"
              >
                <X className="size-3.5" aria-hidden />
              </button>
            ) : (
              <span className="w-1" />
            )}
          </li>
        ))}
      </ul>
      {editable ? <AddTag tags={tags} busy={busy} onAdd={(tag) => change({ tags: [...tags, tag] })} /> : null}
    </div>
  );
}

/** Gives a resource a tag back, as it is by now. The page may have been left since: a refusal is a message of its own. */
function useRestoreTag(id: string) {
  const client = useTRPCClient();
  const settle = useSettle();
  return useMutation({
    mutationFn: async ({ tag, place }: { tag: string; place: number }) => {
      const { resource, etag } = await client.resources.get.query({ id });
      const others = (resource.tags ?? []).filter((other) => other !== tag);
      const tags = others.toSpliced(place, 0, tag);
      return client.resources.applyOne.mutate({ ...asInput(resource), tags, ifMatch: etag });
    },
    onSuccess: settle,
    onError: (error, { tag }) => toast.error(`${id} does not have its tag ${tag} back: ${errorMessage(error)}`),
  });
}

function AddTag({ tags, busy, onAdd }: { tags: readonly string[]; busy: boolean; onAdd: (tag: string) => void }) {
  const trpc = useTRPC();
  const known = useQuery(trpc.resources.tags.queryOptions());
  const [text, setText] = useState("");
  const listId = useId();
  const tag = text.trim();
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (tag === "" || busy) return;
    if (!tags.includes(tag)) onAdd(tag);
    setText("");
  };
  return (
    <form onSubmit={add} className="mt-2 flex gap-2">
      <Input
        aria-label="New tag"
        placeholder="Add a tag"
        list={listId}
        maxLength={MAX_TAG_LENGTH}
        className="h-8"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={listId}>
        {known.data?.map((one) => (
          <option key={one.tag} value={one.tag} />
        ))}
      </datalist>
      <Button type="submit" size="small" busy={busy} disabled={tag === ""}>
        <Plus aria-hidden /> Add
      </Button>
    </form>
  );
}
