extends VBoxContainer
## A search box, and what it means: asks the service, and goes on with what it has where there is none.


func _ready() -> void:
	Lorekeeper.failed.connect(func(detail: String) -> void: push_warning(detail))
	$Name.text_submitted.connect(_look_up)
	_look_up("orsa")


func _look_up(text: String) -> void:
	if text.strip_edges() == "":
		return
	var found: Variant = await Lorekeeper.lookup(text)
	$Title.text = found.title if found else "Nothing by that name"
	$Text.text = found.summary if found else ""
	$Portrait.texture = await Lorekeeper.picture(found.title) if found else null
