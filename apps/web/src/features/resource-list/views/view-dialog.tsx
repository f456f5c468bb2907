"use client";

import { MAX_VIEW_NAME, roleAtLeast, type SavedView } from "@pragma/contract";
import { useId, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { Field, Input, LabelledCheckbox } from "~/components/ui/field.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { useSaveView } from "./use-save-view.ts";

export interface ViewDialogProps {
  /** The view to rename or share; null to save a new one. */
  view: SavedView | null;
  /** The query of a new one. */
  query: string;
  onSaved: (view: SavedView) => void;
  onClose: () => void;
}

/** Names a view, and says who sees it. */
export function ViewDialog({ view, query, onSaved, onClose }: ViewDialogProps) {
  const { role, organizationName } = useViewer();
  const canShare = roleAtLeast(role, "member");
  const form = useId();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useSaveView((saved) => {
    onSaved(saved);
    onClose();
  });
  const submit = (): void =>
    save.mutate({ ...(view && { id: view.id }), name: name.trim(), query: view?.query ?? query, shared });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={view ? `Rename or share ${view.name}` : "Save this view"}
      description={view ? undefined : "Saves the filters and the order of the list under a name."}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={save.isPending} disabled={name.trim() === ""}>
            Save view
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" required error={save.error ? errorMessage(save.error) : null}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              maxLength={MAX_VIEW_NAME}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <LabelledCheckbox
          label={canShare ? `All members of ${organizationName} see it` : "Sharing a view needs the role member"}
          disabled={!canShare}
          checked={shared}
          onChange={({ target }) => setShared(target.checked)}
        />
      </form>
    </Dialog>
  );
}
