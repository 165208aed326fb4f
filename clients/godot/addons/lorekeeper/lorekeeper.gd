extends Node
## The lore of one universe: asked of a Lorekeeper service, and offline from its pack.
##
## Articles are the dictionaries of the API. What was asked of the service is kept under user://, so that it is there
## without a network. take_pack() fetches the whole universe, apply_changes() brings it up to date.

signal failed(detail: String)

@export var base_url := "http://localhost:8000"
@export var universe := "demo"
@export var folder := "user://lorekeeper"

## Title to article, of the pack.
var articles := {}
## Which dataset the pack is; empty where there is none.
var dataset_version := ""


func _ready() -> void:
	DirAccess.make_dir_recursive_absolute(folder)
	load_pack()


## The article that a title means, or null. Without a network: of the pack, else as it was asked before.
func article(title: String) -> Variant:
	var answer: Variant = await ask("%s/other/%s" % [universe, title.uri_encode()])
	return answer if answer != null else articles.get(title)


## The best article for a name, or null.
func lookup(text: String) -> Variant:
	var answer: Variant = await ask("%s/lookup?q=%s" % [universe, text.uri_encode()])
	return answer.get("article") if answer is Dictionary else articles.get(text)


## What a person who types may mean.
func suggest(text: String, limit := 8) -> Array:
	var answer: Variant = await ask("%s/suggest?q=%s&limit=%d" % [universe, text.uri_encode(), limit])
	return answer if answer is Array else []


## The text of an article by sections, as Markdown.
func sections(title: String) -> Array:
	var answer: Variant = await ask("%s/sections/%s" % [universe, title.uri_encode()])
	return answer.sections if answer is Dictionary else []


## Paragraphs that answer a question, the best first.
func passages(question: String, limit := 8) -> Array:
	var answer: Variant = await ask("%s/passages?q=%s&limit=%d" % [universe, question.uri_encode(), limit])
	return answer.passages if answer is Dictionary else []


## The picture of an article, or null where it has none.
func picture(title: String, width := 400) -> Texture2D:
	var path := "%s/picture/%s.webp?w=%d" % [universe, title.uri_encode(), width]
	var kept := _kept_path(path, "webp")
	var bytes := FileAccess.get_file_as_bytes(kept) if FileAccess.file_exists(kept) else PackedByteArray()
	if bytes.is_empty():
		var answer: Dictionary = await _fetch(_address(path), [])
		if answer.status != 200:
			return null
		bytes = answer.body
		_write(kept, bytes)
	var image := Image.new()
	return ImageTexture.create_from_image(image) if image.load_webp_from_buffer(bytes) == OK else null


## The answer to any address under /api/v1/wiki/, or null. Without a network: as it was the last time.
func ask(path: String) -> Variant:
	var kept := _kept_path(path, "json")
	var known: Variant = _read_json(kept)
	var headers: Array[String] = []
	if known is Dictionary:
		headers.append("If-None-Match: %s" % known.etag)
	var answer: Dictionary = await _fetch(_address(path), headers)
	if known is Dictionary and (answer.status == 304 or answer.status == 0 or answer.status >= 500):
		return known.answer
	var body: Variant = JSON.parse_string(answer.body.get_string_from_utf8())
	if answer.status != 200:
		failed.emit(str(body.get("detail")) if body is Dictionary else "no answer")
		return null
	if answer.etag != "":
		_write(kept, JSON.stringify({"etag": answer.etag, "answer": body}).to_utf8_buffer())
	return body


## Fetches the pack of the universe and opens it. False where that failed.
func take_pack(query := "images=none&text=false") -> bool:
	var answer: Dictionary = await _fetch(_address("%s/pack.zip?%s" % [universe, query]), [])
	if answer.status != 200:
		return false
	var path := folder.path_join("%s.zip" % universe)
	_write(path, answer.body)
	return open_pack(path)


## Opens a pack that lies there already, for instance one that the game brings along.
func open_pack(path: String) -> bool:
	var zip := ZIPReader.new()
	if zip.open(path) != OK:
		return false
	var manifest: Variant = JSON.parse_string(zip.read_file("manifest.json").get_string_from_utf8())
	var lines := zip.read_file("articles.ndjson").get_string_from_utf8().split("\n", false)
	zip.close()
	if not manifest is Dictionary:
		return false
	articles = {}
	for line in lines:
		var one: Variant = JSON.parse_string(line)
		if one is Dictionary:
			articles[one.title] = one
	dataset_version = manifest.dataset_version
	_save_pack()
	return true


## Brings the pack up to date; takes it again where it is too old. False where that failed.
func apply_changes() -> bool:
	if dataset_version == "":
		return await take_pack()
	var titles := {}
	for title in articles:
		titles[articles[title].id] = title
	var cursor := ""
	var newest := dataset_version
	while true:
		var path := "%s/changes?since=%s&include=articles&limit=500" % [universe, dataset_version.uri_encode()]
		if cursor != "":
			path += "&cursor=%s" % cursor.uri_encode()
		var answer: Dictionary = await _fetch(_address(path), [])
		if answer.status == 410:
			return await take_pack()
		var page: Variant = JSON.parse_string(answer.body.get_string_from_utf8())
		if answer.status != 200 or not page is Dictionary:
			return false
		for change in page.items:
			articles.erase(titles.get(change.id, change.title))
			if change.change != "deleted":
				articles[change.title] = change.article
		newest = page.to
		if page.next_cursor == null:
			break
		cursor = page.next_cursor
	dataset_version = newest
	_save_pack()
	return true


## Opens what take_pack() and apply_changes() left.
func load_pack() -> void:
	var pack: Variant = _read_json(_pack_path())
	if pack is Dictionary:
		articles = pack.articles
		dataset_version = pack.dataset_version


func _save_pack() -> void:
	var pack := {"dataset_version": dataset_version, "articles": articles}
	_write(_pack_path(), JSON.stringify(pack).to_utf8_buffer())


func _pack_path() -> String:
	return folder.path_join("%s.pack.json" % universe)


func _kept_path(path: String, extension: String) -> String:
	return folder.path_join("%s.%s" % [path.md5_text(), extension])


func _address(path: String) -> String:
	return "%s/api/v1/wiki/%s" % [base_url, path]


## status 0: there was no answer.
func _fetch(address: String, headers: Array[String]) -> Dictionary:
	var request := HTTPRequest.new()
	add_child(request)
	var nothing := {"status": 0, "etag": "", "body": PackedByteArray()}
	# A request that cannot even begin emits no signal: waiting for it would never end.
	var error := request.request(address, PackedStringArray(headers))
	if error != OK:
		request.queue_free()
		failed.emit("%s cannot be asked (error %d)" % [address, error])
		return nothing
	var answer: Array = await request.request_completed
	request.queue_free()
	if answer[0] != HTTPRequest.RESULT_SUCCESS:
		failed.emit("no answer from %s" % base_url)
		return nothing
	return {"status": answer[1], "etag": _header(answer[2], "etag"), "body": answer[3]}


func _header(headers: PackedStringArray, wanted: String) -> String:
	for header in headers:
		if header.to_lower().begins_with(wanted + ":"):
			return header.substr(wanted.length() + 1).strip_edges()
	return ""


## Whole or not at all.
func _write(path: String, bytes: PackedByteArray) -> void:
	var file := FileAccess.open(path + ".tmp", FileAccess.WRITE)
	if file == null:
		failed.emit("%s cannot be written" % path)
		return
	file.store_buffer(bytes)
	file.close()
	DirAccess.rename_absolute(path + ".tmp", path)


func _read_json(path: String) -> Variant:
	return JSON.parse_string(FileAccess.get_file_as_string(path)) if FileAccess.file_exists(path) else null
