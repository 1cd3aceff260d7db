// conformance/src/subjects/reply-reader.ts
/** The index behind the reply that starts at `at`, or -1 when it is not whole. */
function replyEnd(bytes, at) {
	const line = bytes.indexOf("\r\n", at);
	if (line < 0) return -1;
	let next = line + 2;
	const marker = bytes[at];
	if (marker === "$" || marker === "=" || marker === "!") {
		const length = Number(bytes.slice(at + 1, line));
		if (length < 0) return next;
		next += length + 2;
		return next <= bytes.length ? next : -1;
	}
	if (marker === "*" || marker === "~" || marker === ">" || marker === "%" || marker === "|") {
		const count = Number(bytes.slice(at + 1, line)) * (marker === "%" || marker === "|" ? 2 : 1);
		for (let i = 0; i < count; i++) {
			next = replyEnd(bytes, next);
			if (next < 0) return -1;
		}
		return marker === "|" ? replyEnd(bytes, next) : next;
	}
	return next;
}
/** Cuts a stream into its replies; what is not whole is left out. */
function splitReplies(bytes) {
	const replies = [];
	for (let at = 0; at < bytes.length;) {
		const end = replyEnd(bytes, at);
		if (end < 0) {
			replies.push(bytes.slice(at));
			break;
		}
		replies.push(bytes.slice(at, end));
		at = end;
	}
	return replies;
}
/** Reads one whole reply. */
function readTree(bytes) {
	return read(bytes, { at: 0 });
}
function read(bytes, cursor) {
	const line = bytes.indexOf("\r\n", cursor.at);
	const type = bytes[cursor.at];
	const head = bytes.slice(cursor.at + 1, line);
	cursor.at = line + 2;
	if (type === "$" || type === "=") {
		const length = Number(head);
		if (length < 0) return {
			type: "_",
			text: ""
		};
		const text = bytes.slice(cursor.at, cursor.at + length);
		cursor.at += length + 2;
		return {
			type,
			text
		};
	}
	if (type === "*" || type === "~" || type === ">" || type === "%") {
		const count = Number(head);
		if (count < 0) return {
			type: "_",
			text: ""
		};
		const items = [];
		for (let i = 0; i < count * (type === "%" ? 2 : 1); i++) items.push(read(bytes, cursor));
		return {
			type,
			items
		};
	}
	return {
		type,
		text: head
	};
}
export { readTree, replyEnd, splitReplies };
