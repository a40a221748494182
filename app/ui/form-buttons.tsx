import { Button } from '#app/ui/button.tsx';

/** At the end of a form: the one that sends it, and the one that puts it away. */
export function FormButtons({
  busy,
  disabled = false,
  action,
  doing = action,
  cancel,
}: {
  busy: boolean;
  /** There is nothing that could be sent. */
  disabled?: boolean;
  action: string;
  /** Instead, while it is being done. */
  doing?: string;
  cancel: () => void;
}) {
  return (
    <div className="flex gap-2">
      <Button type="submit" look="primary" busy={busy} disabled={disabled}>
        {busy ? doing : action}
      </Button>
      <Button look="quiet" onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
