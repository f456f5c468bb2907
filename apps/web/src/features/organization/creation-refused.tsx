import { Notice } from "~/components/ui/states.tsx";

/** In place of the form, for whom it would be refused. */
export function CreationRefused() {
  return (
    <Notice tone="warning">
      Only an operator of this installation can create organizations. Ask one to create yours.
    </Notice>
  );
}
