/** One of several values, by the names that people see. */
interface ChoiceProps {
  label: string;
  name: string;
  value: string;
  /** Each value's name. */
  names: Readonly<Record<string, string>>;
  disabled?: boolean;
  onChoose: (value: string) => void;
}

/** A labelled select. */
export function Choice({ label, name, value, names, disabled = false, onChoose }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select
        name={name}
        disabled={disabled}
        value={value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {Object.entries(names).map(([each, title]) => (
          <option key={each} value={each}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
