import { Notice } from "~/components/ui/states.tsx";

/** Shown in place of the form to users for whom it would be refused. */
export function CreationRefused() {
  return (
    <Notice tone="warning">
      Only an operator of this installation can create organizations. Ask one to create yours.
    </Notice>
  );
}
