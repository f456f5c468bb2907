import { FrameOutside } from "~/features/shell/frame-outside.tsx";
import { NothingHere } from "~/features/shell/nothing-here.tsx";
import { HOME } from "~/lib/organization-path.ts";

export default function NotFound() {
  return (
    <FrameOutside>
      <NothingHere home={HOME} />
    </FrameOutside>
  );
}
