/** The values that were kept last, up to a number of them. */
export class Newest<Value> {
  /** The oldest first. */
  private readonly values = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  keep(key: string, value: Value): void {
    const [oldest] = this.values.keys();
    if (this.values.size >= this.most && oldest !== undefined) this.values.delete(oldest);
    this.values.set(key, value);
  }

  delete(key: string): void {
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
  }
}
