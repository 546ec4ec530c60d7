interface FileButtonProps {
  readonly text: string;
  readonly accept?: string;
  readonly isOff?: boolean;
  readonly take: (file: File) => void;
}

/** A button that lets somebody choose a file. The field of the browser would say beside it that none is chosen. */
export function FileButton({ text, accept, isOff = false, take }: FileButtonProps) {
  return (
    <label class="file">
      <input
        type="file"
        accept={accept}
        disabled={isOff}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) take(file);
          // The same file can be chosen again, when it was changed.
          currentTarget.value = '';
        }}
      />
      {text}
    </label>
  );
}
