#include <math.h>

#include "doc/pdf_flow.h"
#include "doc/picture.h"

bool image_open(struct flow *f, struct bytes file, double width_max, double height_max, struct image *out)
{
    struct picture *picture = NEW(f->arena, struct picture);
    enum status st = picture_read(f->arena, file, picture);
    if (st == OK)
        st = paint_picture(f->paint, picture, &out->surface);
    if (st != OK) {
        f->status = st;
        return false;
    }
    bool lies = picture->turn % 180 != 0;
    double width = lies ? picture->height : picture->width, height = lies ? picture->width : picture->height;
    double scale = fmin(72.0 / 96, fmin(width_max / width, height_max / height));
    out->picture = picture;
    out->width = width * scale;
    out->height = height * scale;
    return true;
}

/* Into its rectangle, turned as the camera was held. */
void image_draw(cairo_t *cr, const struct image *image, double x, double top)
{
    const struct picture *p = image->picture;
    bool lies = p->turn % 180 != 0;
    cairo_save(cr);
    cairo_translate(cr, x + image->width / 2, top + image->height / 2);
    cairo_rotate(cr, p->turn * M_PI / 180);
    cairo_scale(cr, (lies ? image->height : image->width) / p->width,
                (lies ? image->width : image->height) / p->height);
    cairo_set_source_surface(cr, image->surface, -p->width / 2.0, -p->height / 2.0);
    /* Filled, not painted: a paint that comes first on a page makes cairo 1.16 forget the mark that was opened for it. */
    cairo_rectangle(cr, -p->width / 2.0, -p->height / 2.0, p->width, p->height);
    cairo_fill(cr);
    cairo_restore(cr);
}

void pdf_tag_box(struct pdf_tag *tag, double x, double top, double width, double height)
{
    if (tag == NULL || tag->has_box)
        return;
    tag->has_box = true;
    tag->box[0] = x;
    tag->box[1] = PAGE_HEIGHT - top - height;
    tag->box[2] = x + width;
    tag->box[3] = PAGE_HEIGHT - top;
}
