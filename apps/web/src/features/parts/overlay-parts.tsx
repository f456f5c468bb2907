"use client";

import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { SecretDialog } from "~/components/ui/secret-dialog.tsx";
import { SecretValue } from "~/components/ui/secret-value.tsx";
import { toast } from "~/lib/toast.ts";
import { Part, States } from "./part.tsx";

type Shown = "dialog" | "confirm" | "refused" | "busy" | "secret" | null;

/** Layers over the page. */
export function OverlayParts() {
  const [shown, setShown] = useState<Shown>(null);
  const close = (): void => setShown(null);
  const confirming = {
    open: true,
    onOpenChange: close,
    onConfirm: close,
    title: "Delete pragma/config/names?",
    description: "This cannot be undone.",
    action: "Delete resource",
    danger: true,
  };
  return (
    <>
      <Part file="dialog.tsx">
        <States>
          <Button onClick={() => setShown("dialog")}>Open the dialog</Button>
        </States>
        <Dialog
          open={shown === "dialog"}
          onOpenChange={close}
          title="A dialog"
          description="What it is about"
          footer={
            <>
              <Button onClick={close}>Cancel</Button>
              <Button variant="primary" onClick={close}>
                Save
              </Button>
            </>
          }
        >
          <Field label="Name">{(control) => <Input {...control} />}</Field>
        </Dialog>
      </Part>
      <Part file="confirm-dialog.tsx">
        <States>
          <Button onClick={() => setShown("confirm")}>Ask</Button>
          <Button onClick={() => setShown("refused")}>Refused</Button>
          <Button onClick={() => setShown("busy")}>Busy</Button>
        </States>
        {shown === "confirm" ? <ConfirmDialog {...confirming} /> : null}
        {shown === "refused" ? <ConfirmDialog {...confirming} error="pragma/config/names is protected" /> : null}
        {shown === "busy" ? <ConfirmDialog {...confirming} busy /> : null}
      </Part>
      <Part file="secret-dialog.tsx">
        <States>
          <Button onClick={() => setShown("secret")}>Show a secret</Button>
        </States>
        {shown === "secret" ? (
          <SecretDialog noun="token" title="Token created" description="It is shown only now." onClose={close}>
            <SecretValue label="Token" value="pragma_0123456789abcdefghijklmnopqrstuvwxyz" />
          </SecretDialog>
        ) : null}
      </Part>
      <Part file="toasts">
        <States>
          <Button onClick={() => toast.success("Resource deleted")}>Success</Button>
          <Button onClick={() => toast.error("The resource has changed since")}>Error</Button>
        </States>
      </Part>
    </>
  );
}
