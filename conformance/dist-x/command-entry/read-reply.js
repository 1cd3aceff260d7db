// conformance/src/command-entry/read-reply.ts
/** Reads one RESP2 reply at `start`; undefined while it is incomplete. */
function readReply(bytes, start) {
	const lineEnd = bytes.indexOf("\r\n", start);
	if (lineEnd < 0) return void 0;
	const line = bytes.slice(start + 1, lineEnd);
	const next = lineEnd + 2;
	switch (bytes[start]) {
		case ":": return {
			value: Number(line),
			end: next
		};
		case "$": {
			const length = Number(line);
			if (length < 0) return {
				value: null,
				end: next
			};
			if (bytes.length < next + length + 2) return void 0;
			return {
				value: bytes.slice(next, next + length),
				end: next + length + 2
			};
		}
		case "*": return readArray(bytes, Number(line), next);
		default: return {
			value: line,
			end: next
		};
	}
}
function readArray(bytes, length, start) {
	if (length < 0) return {
		value: null,
		end: start
	};
	const items = [];
	let end = start;
	for (let i = 0; i < length; i++) {
		const item = readReply(bytes, end);
		if (item === void 0) return void 0;
		items.push(item.value);
		end = item.end;
	}
	return {
		value: items,
		end
	};
}
export { readReply };
